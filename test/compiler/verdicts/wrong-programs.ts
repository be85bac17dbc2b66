/**
 * Wrong programs as people write them who come from another language or tool, one mistake each, `§` before it. The first
 * eleven are of the kinds that newcomers met first; the others were written without looking at what is said of them.
 */

/** What was judged by a reader of the message: `good` where the first line says what is wrong, and the fix is named. */
export type Verdict = "good" | "middling" | "bad";

/** Whose habit it is, the program, and the verdict where it is not `good`. */
export type WrongProgram = readonly [habit: string, program: string, verdict?: Verdict];

export const WRONG_PROGRAMS: readonly WrongProgram[] = [
  // The eleven
  [
    "Flume",
    "§# the web servers' logs\nagent web {\n  # where they come in\n  source in = netcat(port: 5140)\n  # and where they wait\n  channel mem = memory()\n\n  in -> mem -> logger()\n}\n",
  ],
  [
    "Flume",
    "§agent.sources = tail\nagent.channels = mem\nagent.sinks = out\nagent.sources.tail.type = exec\nagent.sources.tail.command = tail -F /var/log/syslog\nagent.sources.tail.channels = mem\n",
  ],
  [
    "Python",
    'stream words every 5s {\n  let lines = socketText(host: "localhost", port: 9999)\n\n  lines.flatMap(§lambda line: line.split(" ")).map(lambda word: (word, 1)) -> print()\n}\n',
  ],
  [
    "Scala",
    'stream words every 5s {\n  let pairs = lines("words.txt").map(w => (w, 1))\n\n  pairs.reduceByKeyAndWindow(§_ + _, window: 30s) -> print()\n}\n',
  ],
  [
    "Python",
    'stream bad every 5s {\n  let bad = lines("log.txt").filter(l => l.contains("ERROR") §and !l.contains("health"))\n\n  bad -> print()\n}\n',
  ],
  [
    "SQL",
    "type Hit = { path: string, status: int }\n\ntopic hits: Hit = embedded()\n\nstream bad every 5s {\n  §select path from hits where status >= 500 -> print()\n}\n",
  ],
  [
    "Python",
    "agent web {\n  source  in  = syslog(§port = 5140)\n  channel mem = memory(capacity = 1000)\n\n  in -> mem -> logger()\n}\n",
  ],
  [
    "Rust",
    'stream tops every 5s {\n  let pairs = lines("words.txt").map(w => (w, w.length))\n  let long  = pairs.filter(p => p§.1 > 10)\n\n  long.map(p => p.0) -> print()\n}\n',
  ],
  [
    "Flume",
    'agent web {\n  source  in  = netcat(port: 5140)\n  channel mem = memory()\n  sink    out = hdfs(path: "hdfs://nn:8020/logs", fileType: §CompressedStream, codeC: gzip)\n\n  in -> mem -> out\n}\n',
  ],
  [
    "Spark",
    'stream totals every 10s {\n  let pairs = lines("words.txt").map(w => (w, 1))\n  let rates = pairs.reduceByKeyAndWindow((a, b) => a + b, §(a, b) => a - b, 30s, 10s)\n\n  rates -> print()\n}\n',
  ],
  [
    "Flume",
    'topic logs: string = embedded()\n\nagent web {\n  source  in  = netcat(port: 5140)\n  channel mem = memory()\n\n  in -> mem -> logs\n}\n\nstream s every 5s {\n  let tagged = logs.§header("tenant", l => l.before(":"))\n\n  tagged -> print()\n}\n',
  ],
  // Python
  ["Python", 'stream words every 10s§:\n    lines = socketText(host="localhost", port=9999)\n    lines -> print()\n'],
  [
    "Python",
    'stream long every 10s {\n  let texts = lines("a.txt").filter(l => §len(l) > 80)\n\n  texts -> print()\n}\n',
  ],
  ["Python", 'fn status(line: string): int! {\n  let parts = line.split(" ")\n\n  return §int(parts[1])\n}\n'],
  ["Python", 'fn label(path: string, n: int): string = §"%s: %d" % (path, n)\n'],
  ["Python", 'fn label(path: string, n: int): string = "{}: {}".§format(path, n)\n'],
  ["Python", 'fn last(parts: string[]): string = parts[§-1] else ""\n'],
  ["Python", "fn clean(line: string): string = line.§strip().lower()\n"],
  ["Python", 'fn joined(words: string[]): string = ", ".§join(words)\n'],
  ["Python", '§import re\n\nfn code(line: string): string! = re.match("[0-9]+", line)\n'],
  ["Python", "fn total(xs: int[]): int = §sum(xs)\n"],
  [
    "Python",
    'stream s every 5s {\n  let parsed = lines("a.json").map(l => §json.loads(l))\n\n  parsed -> print()\n}\n',
  ],
  ["Python", "§fn parse(line: str) -> Optional[int]:\n    return line.toInt()\n"],
  // Scala
  ["Scala", 'stream words every 5s {\n  let pairs = lines("a.txt").map(§(_, 1))\n\n  pairs -> print()\n}\n'],
  [
    "Scala",
    'stream words every 5s {\n  let pairs  = lines("a.txt").map(w => (w, 1))\n  let shown  = pairs.map §{ case (w, n) => w }\n\n  shown -> print()\n}\n',
  ],
  [
    "Scala",
    'stream words every 5s {\n  let texts = lines("a.txt")\n\n  texts.§foreachRDD(rdd => rdd.saveAsTextFile("out"))\n}\n',
  ],
  ["Scala", "fn first(xs: int[]): int = xs§(0)\n"],
  ["Scala", "fn port(n: int?): int = n.§getOrElse(0)\n"],
  ["Scala", "fn maybe(n: int): int? = n > 0 ? §Some(n) : None\n"],
  ["Scala", "fn number(s: string): int! = s.§toInt\n"],
  // Java
  ["Java", '§public class Main {\n  public static void main(String[] args) {\n    System.out.println("x");\n  }\n}\n'],
  ["Java", 'fn isGet(method: string): bool = method.§equals("GET")\n'],
  ["Java", "fn number(s: string): int! = §Integer.parseInt(s)\n"],
  ["Java", 'fn label(s: string, n: int): string = §String.format("%s %d", s, n)\n'],
  ["Java", "fn shout(xs: string[]): string[] = xs.map(§String::toUpperCase)\n"],
  ["Java", "fn many(xs: string[]): bool = xs.§size() > 100\n"],
  ["Java", "fn isLong(s: string): bool = s.§length() > 80\n"],
  ["Java", "fn area(w: int, h: int): int {\n  §int a = w * h;\n  return a;\n}\n"],
  // SQL
  [
    "SQL",
    "type Hit = { path: string, status: int }\n\ntopic hits: Hit = embedded()\n\nstream bad every 5s {\n  let bad = hits.filter(h => h.status §= 500)\n\n  bad -> print()\n}\n",
  ],
  ["SQL", 'fn city(a: string?): string = §COALESCE(a, "unknown")\n'],
  [
    "SQL",
    "type Hit = { path: string, status: int }\n\ntopic hits: Hit = embedded()\n\nstream tops every 5s {\n  let counts = hits.§groupBy(h => h.path).count()\n\n  counts -> print()\n}\n",
  ],
  [
    "SQL",
    "type Hit = { path: string, status: int }\n\ntopic hits: Hit = embedded()\n\nstream tops every 5s {\n  let some = hits.map(h => h.path).§orderBy(p => p).limit(10)\n\n  some -> print()\n}\n",
  ],
  ["SQL", "§INSERT INTO errors SELECT * FROM hits WHERE status >= 500;\n"],
  ["SQL", "type Hit = {\n  path: §VARCHAR(200),\n  status: INTEGER,\n}\n\ntopic hits: Hit = embedded()\n"],
  // YAML, JSON
  ["YAML", "agent web {\n  §source:\n    type: netcat\n    port: 5140\n  channel:\n    type: memory\n}\n"],
  [
    "YAML",
    'agent web {\n  source in = taildir(\n    files:\n      §- "/var/log/a.log"\n      - "/var/log/b.log"\n  )\n  channel mem = memory()\n\n  in -> mem -> logger()\n}\n',
  ],
  ["YAML", "topic hits: string = embedded(fsync: §yes)\n"],
  ["JSON", 'type Hit = {\n  §"path": "string",\n  "status": "int"\n}\n\ntopic hits: Hit = embedded()\n'],
  [
    "JSON",
    'topic hits: { path: string, n: int } = embedded()\n\nagent web {\n  netcat(port: 5140).map(e => { §"path": e.body, "n": 1 }) -> memory() -> hits\n}\n',
  ],
  // shell
  ["shell", "§#!/usr/bin/env sluice\nagent web {\n  netcat(port: 5140) -> memory() -> logger()\n}\n", "middling"],
  ["shell", "§PORT=5140\n\nagent web {\n  netcat(port: PORT) -> memory() -> logger()\n}\n"],
  ["shell", "agent web {\n  §tail -F /var/log/syslog | grep ERROR -> memory() -> logger()\n}\n"],
  ["shell", 'agent web {\n  netcat(port: 5140) -> memory() §>> "/tmp/out.log"\n}\n'],
  ["shell", 'agent web {\n  netcat(port: 5140) -> memory() -> files(§"$HOME/out")\n}\n'],
  // TypeScript
  ["TypeScript", "type Hit = { path: string, by: §Record<string, int> }\n\ntopic hits: Hit = embedded()\n"],
  ["TypeScript", "type Hit = { path: string, agent: §string | undefined }\n\ntopic hits: Hit = embedded()\n"],
  ["TypeScript", "type Hit = { path: string, extra: §any }\n\ntopic hits: Hit = embedded()\n"],
  ["TypeScript", 'fn city(a: string?): string = a §?? "unknown"\n'],
  [
    "TypeScript",
    '§const double = (n: int): int => n * 2\n\nstream s every 1s { lines("a").map(l => double(l.length)) -> print() }\n',
  ],
  ["TypeScript", "type Pair = §[string, int]\n\ntopic pairs: Pair = embedded()\n"],
  ["TypeScript", "fn greet(name: string, greeting§?: string): string = `${greeting} ${name}`\n"],
  // Flume
  ["Flume", "agent a1 {\n  §a1.sources.r1.type = netcat\n  a1.sources.r1.port = 44444\n}\n"],
  [
    "Flume",
    "agent a1 {\n  source  r1 = netcat(port: 44444)\n  channel c1 = memory()\n  sink    k1 = logger()\n\n  §r1.channels = c1\n  k1.channel = c1\n}\n",
  ],
  [
    "Flume",
    'agent a1 {\n  source  r1 = netcat(port: 44444, §channels: "c1")\n  channel c1 = memory()\n\n  r1 -> c1 -> logger()\n}\n',
  ],
  [
    "Flume",
    'agent a1 {\n  source  r1 = netcat(port: 44444)\n  channel c1 = memory()\n  sink    k1 = hdfs(path: "file:///flume/events", rollInterval: §30)\n\n  r1 -> c1 -> k1\n}\n',
  ],
  [
    "Flume",
    'agent a1 {\n  source  r1 = netcat(port: 44444)\n  channel c1 = memory()\n  sink    k1 = §file_roll(directory: "/var/log/flume")\n\n  r1 -> c1 -> k1\n}\n',
  ],
  [
    "Flume",
    'agent a1 {\n  source  r1 = §TAILDIR(files: ["/var/log/a.log"])\n  channel c1 = memory()\n\n  r1 -> c1 -> logger()\n}\n',
  ],
  [
    "Flume",
    'agent a1 {\n  source  r1 = netcat(port: 44444)\n  channel c1 = file(§dataDirs: "/mnt/flume/data")\n  sink    k1 = logger()\n\n  r1 -> c1 -> k1\n}\n',
  ],
  // Kafka
  [
    "Kafka",
    'topic hits: string = kafka(§bootstrap.servers: "localhost:9092")\n\nstream s every 1s { hits -> print() }\n',
  ],
  [
    "Kafka",
    'topic hits: string = kafka(brokers: "localhost:9092", §group.id: "g1")\n\nstream s every 1s { hits -> print() }\n',
  ],
  [
    "Kafka",
    'topic hits: string = kafka(brokers: "localhost:9092", partitions: 3, §replication-factor: 1)\n\nstream s every 1s { hits -> print() }\n',
  ],
  // What a later reader typed
  ["Python", 'stream words every 10s {\n  let n = lines("words.txt").count()\n\n  §print(n)\n}\n'],
  ["Python", 'fn line(n: int): string = §"-" * n\n'],
  ["Python", "fn best(xs: int[]): int[] = §sorted(xs, reverse=True)\n"],
  [
    "Python",
    'type Hit = { path: string, status: int }\n\ntopic hits: Hit = embedded()\n\nstream a every 1s {\n  hits.map(h => §h["path"]) -> print()\n}\n',
  ],
  ["Python", 'stream a every 1s {\n  §with open("a.txt") as f:\n    f -> print()\n}\n'],
  ["Python", "fn first(pair: (string, int)): string {\n  §let a, b = pair\n  return a\n}\n"],
  [
    "Python",
    "type Hit = { path: string, status: int }\n\ntopic hits: Hit = embedded()\n\nstream a every 1s {\n  hits.map(§h => h.path, h.status) -> print()\n}\n",
  ],
  ["Python", "fn ok(n: int): bool = §1 < n < 10\n"],
  ["Python", 'stream a every 1s {\n  lines("a.txt").filter(l => §l.trim()) -> print()\n}\n'],
  ["Python", 'fn digits(s: string): string = §re.sub("[^0-9]", "", s)\n'],
  ["Python", 'fn codes(): Map<string, int> = §{ "ok": 200, "gone": 410 }\n'],
  ["Spark", 'stream a every 1s {\n  lines("a.txt").map(w => (w, 1)).reduceByKey(§add) -> print()\n}\n'],
  [
    "Spark",
    'type Hit = { path: string, status: int }\n\ntopic hits: Hit = embedded()\n\nstream a every 1s {\n  hits.filter(§"status > 400") -> print()\n}\n',
  ],
  [
    "Spark",
    'type Hit = { path: string, status: int }\n\ntopic hits: Hit = embedded()\n\nstream a every 1s {\n  hits.filter(§col("status") > 400) -> print()\n}\n',
  ],
  [
    "Spark",
    "agent a1 {\n  source  r1 = netcat(port: 44444)\n  channel c1 = memory()\n\n  r1.map(e => (e.body, 1)).§reduceByKey((a, b) => a + b) -> c1 -> logger()\n}\n",
  ],
  [
    "Flume",
    'agent a1 {\n  source  r1 = netcat(port: 44444)\n  channel c1 = memory()\n  sink    k1 = logger()\n  sink    k2 = files("out")\n  §sinkgroup g1 = failover(k1, k2)\n\n  r1 -> c1 -> g1\n}\n',
  ],
  [
    "HCL",
    "agent a1 {\n  §sources {\n    r1 = netcat(port: 44444)\n  }\n  channels {\n    c1 = memory()\n  }\n  r1 -> c1 -> logger()\n}\n",
  ],
  ["Kafka", 'topic §web.hits: string = kafka(brokers: "localhost:9092")\n'],
  ["JavaScript", "agent a1 {\n  netcat(port: 44444).map(e => §parseJson(e.body)) -> memory() -> logger()\n}\n"],
  ["Rust", "fn next(n: int): int {\n  let m = n + 1\n  §m\n}\n"],
];
