// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0
package io.cgrant.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/// Why a file could not be read or written, as people say it, with the way out.
public final class FileTrouble {

  private FileTrouble() {}

  /// What follows the name of a file that could not be read.
  public static String reading(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "does not exist; check the path";
      case AccessDeniedException denied -> "may not be read; check its permissions";
      case FileSystemLoopException loop -> "leads back to itself; remove the symbolic link";
      default ->
          reason(e).equals("Is a directory")
              ? "cannot be read, since it is a folder; name the files in it"
              : "cannot be read: " + reason(e);
    };
  }

  /// What follows the name of a file that could not be written.
  public static String writing(IOException e) {
    return switch (e) {
      case AccessDeniedException denied ->
          "cannot be written, since that is not allowed; check the permissions of its folder";
      case FileAlreadyExistsException other ->
          "cannot be written, since " + other.getFile() + " is no folder; name another folder";
      default -> "cannot be written: " + reason(e) + wayOut(reason(e));
    };
  }

  /// The operating system's own words, which Java hands on.
  private static String wayOut(String reason) {
    return switch (reason) {
      case "No space left on device", "Disk quota exceeded" -> "; make room and try again";
      case "Not a directory" -> "; a part of its path is a file, so name another folder";
      case "Read-only file system", "Is a directory" -> "; name another folder";
      default -> "";
    };
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getMessage() == null ? "for no reason given" : e.getMessage();
  }
}
