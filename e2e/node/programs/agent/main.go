// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0

// Agent runs shell scripts in the virtual machine for the tests outside: it reads the length of a script and the script,
// and answers with what that wrote and `exit CODE`. The machine's port is open to the loopback of its host alone.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"os/exec"
)

func main() {
	listener, err := net.Listen("tcp", ":7778")
	if err != nil {
		log.Fatal(err)
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(connection)
	}
}

func serve(connection net.Conn) {
	defer connection.Close()
	input := bufio.NewReader(connection)
	var length int
	if _, err := fmt.Fscanf(input, "%d\n", &length); err != nil || length < 0 || length > 1<<20 {
		return
	}
	script := make([]byte, length)
	if _, err := io.ReadFull(input, script); err != nil {
		return
	}
	command := exec.Command("/usr/bin/busybox", "sh", "-c", string(script))
	command.Stdout = connection
	command.Stderr = connection
	command.Run()
	fmt.Fprintf(connection, "exit %d", exitCode(command))
}

func exitCode(command *exec.Cmd) int {
	if command.ProcessState == nil {
		return 127
	}
	return command.ProcessState.ExitCode()
}
