// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0

// Attack makes the system calls of hostile workloads that a shell cannot: `attack NAME [ARGUMENT…]`. It ends with 0 when
// the call did what a container must not do, and with 1 and the kernel's reason when it was refused.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

// System calls that the package syscall does not name, as amd64 numbers them.
const (
	sysNameToHandleAt = 303
	sysOpenByHandleAt = 304
	sysSetns          = 308
	sysRenameat2      = 316
	sysBpf            = 321
	sysOpenTree       = 428
	sysMoveMount      = 429
	sysFsopen         = 430
	sysFsconfig       = 431
	sysFsmount        = 432
)

const (
	atFdcwd         = ^uintptr(99)
	renameExchange  = 2
	bpfProgLoad     = 5
	bpfProgAttach   = 8
	bpfProgDetach   = 9
	bpfProgByID     = 13
	bpfProgQuery    = 16
	bpfCgroupDevice = 6
	cgroupTop       = "/sys/fs/cgroup"
)

func main() {
	attacks := map[string]func([]string) error{
		"bpf-load":          bpfLoad,
		"bpf-detach":        bpfDetach,
		"clone-into":        cloneInto,
		"clone-into-handle": cloneIntoHandle,
		"exchange":          exchange,
		"fsopen":            fsopen,
		"open-tree":         openTree,
		"handle":            handle,
		"setns":             setns,
		"setxattr":          setxattr,
		"unshare":           unshare,
		"userns":            userns,
	}
	if len(os.Args) < 2 || attacks[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "unknown attack")
		os.Exit(2)
	}
	if err := attacks[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func call(number uintptr, arguments ...uintptr) (uintptr, error) {
	var words [6]uintptr
	copy(words[:], arguments)
	result, _, errno := syscall.Syscall6(number, words[0], words[1], words[2], words[3], words[4], words[5])
	if errno != 0 {
		return 0, errno
	}
	return result, nil
}

func text(value string) uintptr {
	pointer, err := syscall.BytePtrFromString(value)
	if err != nil {
		panic(err)
	}
	return uintptr(unsafe.Pointer(pointer))
}

func open(path string) (uintptr, error) {
	file, err := syscall.Open(path, syscall.O_RDONLY, 0)
	return uintptr(file), err
}

// A program that lets every packet through, of the type that is attached to cgroups.
func bpfLoad(arguments []string) error {
	instructions := []uint64{0x00000001_0000_00b7, 0x00000000_0000_0095}
	licence := []byte("GPL\x00")
	attributes := struct {
		kind, count           uint32
		instructions, licence uint64
		rest                  [12]uint64
	}{kind: 8, count: 2}
	attributes.instructions = uint64(uintptr(unsafe.Pointer(&instructions[0])))
	attributes.licence = uint64(uintptr(unsafe.Pointer(&licence[0])))
	program, err := call(sysBpf, bpfProgLoad, uintptr(unsafe.Pointer(&attributes)), unsafe.Sizeof(attributes))
	if err != nil {
		return err
	}
	folder, err := open(arguments[0])
	if err != nil {
		return err
	}
	attachment := [4]uint32{uint32(folder), uint32(program), 0, 0}
	_, err = call(sysBpf, bpfProgAttach, uintptr(unsafe.Pointer(&attachment)), unsafe.Sizeof(attachment))
	if err != nil {
		return fmt.Errorf("attach: %w", err)
	}
	// Nothing of it stays.
	_, err = call(sysBpf, bpfProgDetach, uintptr(unsafe.Pointer(&attachment)), unsafe.Sizeof(attachment))
	return err
}

// The filter of devices is such a program: it is asked for by the cgroup it is on.
func bpfDetach(arguments []string) error {
	folder, err := open(arguments[0])
	if err != nil {
		return err
	}
	var programs [16]uint32
	query := struct {
		folder, kind, flags, attached uint32
		programs                      uint64
		count, rest                   uint32
	}{folder: uint32(folder), kind: bpfCgroupDevice, count: uint32(len(programs))}
	query.programs = uint64(uintptr(unsafe.Pointer(&programs[0])))
	if _, err = call(sysBpf, bpfProgQuery, uintptr(unsafe.Pointer(&query)), unsafe.Sizeof(query)); err != nil {
		return err
	}
	if query.count == 0 {
		return fmt.Errorf("no filter is there")
	}
	named := [4]uint32{programs[0]}
	program, err := call(sysBpf, bpfProgByID, uintptr(unsafe.Pointer(&named)), unsafe.Sizeof(named))
	if err != nil {
		return fmt.Errorf("by id: %w", err)
	}
	attachment := [4]uint32{uint32(folder), uint32(program), bpfCgroupDevice, 0}
	_, err = call(sysBpf, bpfProgDetach, uintptr(unsafe.Pointer(&attachment)), unsafe.Sizeof(attachment))
	return err
}

// Starts a process in the cgroup of a folder.
func cloneInto(arguments []string) error {
	folder, err := open(arguments[0])
	if err != nil {
		return err
	}
	return startIn(folder)
}

func startIn(folder uintptr) error {
	command := exec.Command("/bin/true")
	command.SysProcAttr = &syscall.SysProcAttr{UseCgroupFD: true, CgroupFD: int(folder)}
	return command.Run()
}

func exchange(arguments []string) error {
	_, err := call(sysRenameat2, atFdcwd, text(arguments[0]), atFdcwd, text(arguments[1]), renameExchange)
	return err
}

func fsopen([]string) error {
	context, err := call(sysFsopen, text("cgroup2"), 0)
	if err != nil {
		return err
	}
	if _, err = call(sysFsconfig, context, 6, 0, 0, 0); err != nil {
		return err
	}
	mount, err := call(sysFsmount, context, 0, 0)
	if err != nil {
		return err
	}
	_, err = call(sysMoveMount, mount, text(""), atFdcwd, text("/tmp"), 4)
	return err
}

func openTree(arguments []string) error {
	_, err := call(sysOpenTree, atFdcwd, text(arguments[0]), 1)
	return err
}

// A handle of the cgroup file system names a cgroup by its number, its inode's. Who lacks the node's capabilities may open folders alone.
func openNumber(number string) (uintptr, error) {
	type handle struct {
		size uint32
		kind int32
		id   uint64
	}
	id, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return 0, err
	}
	own := handle{size: 8}
	var mount int32
	_, err = call(sysNameToHandleAt, atFdcwd, text(cgroupTop), uintptr(unsafe.Pointer(&own)), uintptr(unsafe.Pointer(&mount)), 0)
	if err != nil {
		return 0, fmt.Errorf("name_to_handle_at: %w", err)
	}
	top, err := open(cgroupTop)
	if err != nil {
		return 0, err
	}
	other := handle{size: 8, kind: own.kind, id: id}
	return call(sysOpenByHandleAt, top, uintptr(unsafe.Pointer(&other)), syscall.O_RDONLY|syscall.O_DIRECTORY)
}

func handle(arguments []string) error {
	_, err := openNumber(arguments[0])
	return err
}

func cloneIntoHandle(arguments []string) error {
	folder, err := openNumber(arguments[0])
	if err != nil {
		return err
	}
	return startIn(folder)
}

// Joins a namespace of a process.
func setns(arguments []string) error {
	kinds := map[string]uintptr{"cgroup": syscall.CLONE_NEWCGROUP, "mnt": syscall.CLONE_NEWNS}
	namespace, err := open("/proc/" + arguments[0] + "/ns/" + arguments[1])
	if err != nil {
		return err
	}
	runtime.LockOSThread()
	if err := syscall.Unshare(syscall.CLONE_FS); err != nil {
		return fmt.Errorf("unshare: %w", err)
	}
	_, err = call(sysSetns, namespace, kinds[arguments[1]])
	return err
}

// Makes itself a cgroup namespace, whose top is where it is, and runs a program there.
func unshare(arguments []string) error {
	runtime.LockOSThread()
	if err := syscall.Unshare(syscall.CLONE_NEWCGROUP); err != nil {
		return err
	}
	return run(exec.Command(arguments[0], arguments[1:]...))
}

func setxattr(arguments []string) error {
	value := make([]byte, 1)
	return syscall.Setxattr(arguments[0], arguments[1], value, 0)
}

// Becomes root of a user namespace of its own, with a cgroup namespace and mounts of its own, and runs a program there.
func userns(arguments []string) error {
	command := exec.Command(arguments[0], arguments[1:]...)
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS | syscall.CLONE_NEWCGROUP,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	return run(command)
}

// With what it said where it failed.
func run(command *exec.Cmd) error {
	output, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(string(output)))
	}
	return nil
}
