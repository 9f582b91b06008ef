// Copyright The cgrant Authors
// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// `java ProxyKeys.java JAR`: numbers the keys `proxykeyN` in Quarkus' `generated-bytecode.jar` by where they stand in it.
///
/// The steps of a Quarkus build run side by side and draw these numbers from one counter, so each build has others. The keys mean
/// nothing: one class puts a value under a key, another asks for it. Quarkus 3.34 has keys of its own making
/// (quarkusio/quarkus#53025); this goes with the step to it.
final class ProxyKeys {

  private static final Pattern KEY = Pattern.compile("proxykey[0-9]+");

  private final Map<String, String> stable = new HashMap<>();

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path next = Path.of(jar + ".next");
    new ProxyKeys().renumber(jar, next);
    Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private void renumber(Path jar, Path next) throws IOException {
    try (var from = new ZipFile(jar.toFile());
        var to = new ZipOutputStream(Files.newOutputStream(next))) {
      // By name: the first to use a key numbers it.
      var classes = new TreeMap<String, byte[]>();
      for (ZipEntry entry : from.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        classes.put(entry.getName(), from.getInputStream(entry).readAllBytes());
      }
      classes.replaceAll((name, bytes) -> renumbered(name, bytes));
      for (ZipEntry entry : from.stream().toList()) {
        var copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copy);
        byte[] bytes = classes.get(entry.getName());
        to.write(bytes == null ? from.getInputStream(entry).readAllBytes() : bytes);
        to.closeEntry();
      }
    }
  }

  /// Rewrites the constant pool (JVMS 4.4); everything else refers to it by index.
  private byte[] renumbered(String name, byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length);
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes));
        var data = new DataOutputStream(out)) {
      data.write(in.readNBytes(8));
      int count = in.readUnsignedShort();
      data.writeShort(count);
      for (int index = 1; index < count; index++) {
        int tag = in.readUnsignedByte();
        data.writeByte(tag);
        switch (tag) {
          case 1 -> data.writeUTF(stable(in.readUTF()));
          case 7, 8, 16, 19, 20 -> data.write(in.readNBytes(2));
          case 15 -> data.write(in.readNBytes(3));
          case 3, 4, 9, 10, 11, 12, 17, 18 -> data.write(in.readNBytes(4));
          case 5, 6 -> {
            data.write(in.readNBytes(8));
            index++;
          }
          default -> throw new IOException("constant of unknown kind " + tag);
        }
      }
      data.write(in.readAllBytes());
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  private String stable(String text) {
    return KEY.matcher(text).matches()
        ? stable.computeIfAbsent(text, key -> "proxykey" + (stable.size() + 1))
        : text;
  }
}
