import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** Counts the words of a file several times in one JVM: `CountWords MASTER PATH TIMES`. Prints milliseconds and how many there are. */
public class CountWords {
  public static void main(String[] args) {
    SparkConf conf = new SparkConf().setAppName("words").setMaster(args[0]).set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      for (int time = 0; time < Integer.parseInt(args[2]); time++) {
        long start = System.nanoTime();
        JavaPairRDD<String, Integer> counts = spark.textFile(args[1])
          .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
          .mapToPair(word -> new Tuple2<>(word, 1))
          .reduceByKey(Integer::sum);
        int words = counts.collect().size();
        System.out.println((System.nanoTime() - start) / 1e6 + " " + words);
      }
    }
  }
}
