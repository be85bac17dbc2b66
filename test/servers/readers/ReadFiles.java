import com.github.luben.zstd.ZstdInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Reads the files that it is told, each with the tools of its format's own project, and writes a line of JSON for each: a
 * SequenceFile (by its first bytes) as [key, value in base64] and Avro's container files as values, both in a list; what a
 * codec of Hadoop has compressed (by its extension) as its bytes in base64. What a reader throws is a text instead.
 */
public class ReadFiles {
  public static void main(String[] names) throws Exception {
    Configuration conf = new Configuration();
    for (String name : names) {
      String found;
      try {
        found = read(conf, new File(name));
      } catch (Throwable error) {
        found = quoted(error.toString());
      }
      System.out.println("[" + quoted(name) + "," + found + "]");
    }
  }

  private static String read(Configuration conf, File file) throws Exception {
    byte[] head = new byte[4];
    try (InputStream in = new FileInputStream(file)) {
      in.readNBytes(head, 0, 4);
    }
    String magic = new String(head, StandardCharsets.ISO_8859_1);
    if (magic.startsWith("SEQ")) return sequence(conf, new Path(file.toURI()));
    if (magic.startsWith("Obj")) return container(file);
    return text(conf, file);
  }

  private static String sequence(Configuration conf, Path path) throws Exception {
    StringJoiner records = new StringJoiner(",", "[", "]");
    try (SequenceFile.Reader reader = new SequenceFile.Reader(conf, SequenceFile.Reader.file(path))) {
      LongWritable key = new LongWritable();
      Writable value = (Writable) reader.getValueClass().getDeclaredConstructor().newInstance();
      while (reader.next(key, value)) {
        byte[] bytes = value instanceof Text ? ((Text) value).copyBytes() : ((BytesWritable) value).copyBytes();
        records.add("[" + key.get() + "," + quoted(Base64.getEncoder().encodeToString(bytes)) + "]");
      }
    }
    return records.toString();
  }

  private static String container(File file) throws Exception {
    StringJoiner values = new StringJoiner(",", "[", "]");
    try (DataFileReader<Object> reader = new DataFileReader<>(file, new GenericDatumReader<>())) {
      while (reader.hasNext()) values.add(json(reader.next()));
    }
    return values.toString();
  }

  private static String text(Configuration conf, File file) throws Exception {
    try (InputStream raw = new FileInputStream(file);
        InputStream in = unpacked(conf, file.getName(), raw)) {
      return quoted(Base64.getEncoder().encodeToString(in.readAllBytes()));
    }
  }

  /** Hadoop's codec of Zstandard needs its native library; what it calls is the same C code as here. */
  private static InputStream unpacked(Configuration conf, String name, InputStream raw) throws Exception {
    if (name.endsWith(".zst")) return new ZstdInputStream(raw).setContinuous(false);
    CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(new Path(name));
    return codec == null ? raw : codec.createInputStream(raw);
  }

  private static String json(Object value) {
    if (value instanceof GenericRecord) {
      GenericRecord record = (GenericRecord) value;
      StringJoiner fields = new StringJoiner(",", "{", "}");
      record.getSchema().getFields().forEach(
          field -> fields.add(quoted(field.name()) + ":" + json(record.get(field.pos()))));
      return fields.toString();
    }
    if (value instanceof Map) {
      StringJoiner entries = new StringJoiner(",", "{", "}");
      ((Map<?, ?>) value).forEach((key, one) -> entries.add(quoted(key.toString()) + ":" + json(one)));
      return entries.toString();
    }
    if (value instanceof Collection) {
      StringJoiner items = new StringJoiner(",", "[", "]");
      ((Collection<?>) value).forEach(item -> items.add(json(item)));
      return items.toString();
    }
    if (value instanceof ByteBuffer) {
      byte[] bytes = new byte[((ByteBuffer) value).remaining()];
      ((ByteBuffer) value).get(bytes);
      return quoted(Base64.getEncoder().encodeToString(bytes));
    }
    return value == null || value instanceof Number || value instanceof Boolean ? "" + value : quoted(value.toString());
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char one : text.toCharArray()) {
      if (one == '"' || one == '\\') out.append('\\').append(one);
      else if (one < ' ') out.append(String.format("\\u%04x", (int) one));
      else out.append(one);
    }
    return out.append('"').toString();
  }
}
