// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FileTroubleTest {

  @Test
  void theWayOutIsThatOfTheCause() {
    assertEquals(
        "cannot be written: No space left on device; make room and try again",
        FileTrouble.writing(new IOException("No space left on device")));
    assertEquals(
        "cannot be written: Read-only file system; name another folder",
        FileTrouble.writing(new FileSystemException("a", null, "Read-only file system")));
    assertEquals(
        "cannot be written, since /etc/passwd is no folder; name another folder",
        FileTrouble.writing(new FileAlreadyExistsException("/etc/passwd")));
    assertEquals(
        "cannot be written, since that is not allowed; check the permissions of its folder",
        FileTrouble.writing(new AccessDeniedException("a")));
  }

  /// Nobody outside knows what a NoSuchFileException is.
  @Test
  void noClassIsNamed() {
    assertEquals(
        "does not exist; check the path", FileTrouble.reading(new NoSuchFileException("a")));
    assertEquals(
        "may not be read; check its permissions",
        FileTrouble.reading(new AccessDeniedException("a")));
    assertEquals(
        "cannot be read, since it is a folder; name the files in it",
        FileTrouble.reading(new IOException("Is a directory")));
    assertEquals(
        "cannot be read: Too many levels of symbolic links",
        FileTrouble.reading(
            new FileSystemException("a", null, "Too many levels of symbolic links")));
    assertEquals("cannot be read: for no reason given", FileTrouble.reading(new IOException()));
  }
}
