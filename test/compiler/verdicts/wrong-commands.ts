/** Command lines as users of the tools of Kafka and Flume type them; `example.conf` is a configuration of Flume. */
export const WRONG_COMMANDS: readonly (readonly [habit: string, args: string])[] = [
  ["kafka-topics.sh", "topics --create --topic hits --partitions 3 --bootstrap-server localhost:9092"],
  ["kafka-topics.sh", "topics list --bootstrap-server localhost:9092"],
  ["kafka-topics.sh", "topics --list"],
  ["kafka-console-consumer.sh", "consume --topic hits --from-beginning"],
  ["kafka-console-consumer.sh", "consume hits --property print.key=true"],
  ["kafka-console-producer.sh", "produce --broker-list localhost:9092 --topic hits"],
  ["kafka-topics.sh", "topics create hits --replication-factor 2 --zookeeper localhost:2181"],
  ["flume-ng", "agent -n a1 -c conf -f example.conf"],
  ["flume-ng", "run -f web.flow"],
  ["flume-ng", "run web.flow -n a1"],
  ["flume-ng", "run web.flow -Dflume.root.logger=INFO,console"],
  ["flume-ng", "run example.conf"],
];
