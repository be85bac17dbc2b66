/**
 * What Flume 1.11 knows: the keys of each component and what it assumes without them. Facts about Flume only; what they
 * become here is found in the declarations of the standard library.
 */
import { type FlumeType, flumeTypes } from "./flume-type.ts";

const TLS = `ssl=false keystore keystore-password keystore-type=JKS exclude-protocols include-protocols
  exclude-cipher-suites include-cipher-suites`;

const SYSLOG = "host keepFields=none clientIPHeader clientHostnameHeader format.regex format.search format.replace";

const FILE = `checkpointDir dataDirs useDualCheckpoints=false backupCheckpointDir compressBackupCheckpoint=false
  transactionCapacity=10000 capacity=1000000 checkpointInterval=30000ms maxFileSize:bytes
  minimumRequiredSpace=524288000B keep-alive=3s use-log-replay-v1=false use-fast-replay=false checkpointOnClose=true
  fsyncPerTransaction=true fsyncInterval=5s encryption.*`;

/** Keys that every source has. */
export const EVERY_SOURCE = "channels selector.* interceptors interceptors.* backoffSleepIncrement maxBackoffSleep";

/** Flume 1.11's sources with their keys; `flumeTypes` explains the notation. */
export const sources: readonly FlumeType[] = flumeTypes({
  "netcat NetcatSource": "bind* port*:int max-line-length=512B ack-every-event=true encoding=utf-8",
  "netcatudp NetcatUdpSource": "bind* port*:int remoteAddress",
  "exec ExecSource": `command* shell restart=false restartThrottle=10000ms logStdErr=false batchSize=20
    batchTimeout=3000ms charset=UTF-8`,
  "spooldir SpoolDirectorySource": `spoolDir* fileSuffix=.COMPLETED deletePolicy=never trackingPolicy=rename
    trackerDir fileHeader=false fileHeaderKey=file basenameHeader=false basenameHeaderKey=basename
    includePattern:regex ignorePattern:regex consumeOrder=oldest pollDelay=500ms recursiveDirectorySearch=false batchSize=100
    maxBackoff=4000ms inputCharset=UTF-8 decodeErrorPolicy=FAIL deserializer=LINE
    deserializer.maxLineLength=2048B deserializer.outputCharset=UTF-8 deserializer.maxBlobLength:bytes deserializer.schemaType
    bufferMaxLineLength:int`,
  "taildir TaildirSource": `filegroups* filegroups.* positionFile=~/.flume/taildir_position.json headers.*
    byteOffsetHeader=false skipToEnd=false idleTimeout=120000ms writePosInterval=3000ms batchSize=100 maxBatchCount:int
    cachePatternMatching=true fileHeader=false fileHeaderKey=file`,
  "avro AvroSource": `bind* port*:int threads:int compression-type=none ipFilter=false ipFilterRules ${TLS}`,
  "thrift ThriftSource": `bind* port*:int threads:int protocol=compact kerberos=false agent-principal agent-keytab ${TLS}`,
  "syslogtcp SyslogTcpSource": `port*:int eventSize=2500B ${SYSLOG} ${TLS}`,
  "multiport_syslogtcp MultiportSyslogTCPSource": `ports* eventSize=2500B batchSize=100 readBufferBytes=1024B
    numProcessors:int portHeader charset.* ${SYSLOG} ${TLS}`,
  "syslogudp SyslogUDPSource": `port*:int ${SYSLOG}`,
  "http HTTPSource org.apache.flume.source.http.HTTPSource": `port*:int bind=0.0.0.0 handler handler.* QueuedThreadPool.*
    HttpConfiguration.* SslContextFactory.* ServerConnector.* ${TLS}`,
  "org.apache.flume.source.kafka.KafkaSource": `kafka.bootstrap.servers* kafka.topics kafka.topics.regex
    kafka.consumer.group.id=flume batchSize=1000 batchDurationMillis=1000ms useFlumeEventFormat=false setTopicHeader=true
    topicHeader=topic header.* kafka.consumer.* topic groupId zookeeperConnect migrateZookeeperOffsets`,
  "seq SequenceGeneratorSource": "batchSize=1 totalEvents:int",
  "org.apache.flume.source.StressSource stress": `size=500 maxTotalEvents=-1 maxSuccessfulEvents=-1 batchSize=1
    maxEventsPerSecond=0`,
  "jms JMSSource": "*",
  "legacyavro org.apache.flume.source.avroLegacy.AvroLegacySource": "*",
  "legacythrift org.apache.flume.source.thriftLegacy.ThriftLegacySource": "*",
  "org.apache.flume.source.scribe.ScribeSource": "*",
  "org.apache.flume.source.twitter.TwitterSource": "*",
});

/** Flume 1.11's channels with their keys. */
export const channels: readonly FlumeType[] = flumeTypes({
  "memory MemoryChannel": `capacity=100! transactionCapacity=100! keep-alive=3s byteCapacity:bytes
    byteCapacityBufferPercentage=20`,
  "file FileChannel": FILE,
  "spillablememory SpillableMemoryChannel": `memoryCapacity=10000 overflowCapacity=100000000 overflowTimeout=3s
    byteCapacity:bytes byteCapacityBufferPercentage=20 avgEventSize=500B overflowDeactivationThreshold=5 ${FILE}`,
  "org.apache.flume.channel.kafka.KafkaChannel": `kafka.bootstrap.servers* kafka.topic=flume-channel
    kafka.consumer.group.id=flume parseAsFlumeEvent=true kafka.pollTimeout=500ms defaultPartitionId partitionIdHeader
    kafka.consumer.auto.offset.reset=earliest kafka.producer.* kafka.consumer.*`,
  "jdbc JdbcChannel": "*",
  "org.apache.flume.channel.PseudoTxnMemoryChannel": "capacity=50 keep-alive=3s",
});

/** Flume 1.11's sinks with their keys. */
export const sinks: readonly FlumeType[] = flumeTypes({
  "logger LoggerSink": "maxBytesToLog=16!",
  "null NullSink": "batchSize=100 logEveryNEvents=10000",
  "file_roll RollingFileSink": `sink.directory* sink.rollInterval=30s sink.batchSize=100 sink.serializer=TEXT
    sink.serializer.* sink.pathManager=DEFAULT sink.pathManager.prefix sink.pathManager.extension`,
  "hdfs HDFSEventSink": `hdfs.path* hdfs.filePrefix=FlumeData hdfs.fileSuffix hdfs.inUsePrefix hdfs.inUseSuffix=.tmp
    hdfs.emptyInUseSuffix=false hdfs.rollInterval=30s! hdfs.rollSize=1024B! hdfs.rollCount=10! hdfs.idleTimeout=0s
    hdfs.batchSize=100 hdfs.codeC hdfs.fileType=SequenceFile hdfs.maxOpenFiles=5000 hdfs.minBlockReplicas:int
    hdfs.writeFormat=Writable hdfs.threadsPoolSize=10 hdfs.rollTimerPoolSize=1 hdfs.kerberosPrincipal
    hdfs.kerberosKeytab hdfs.proxyUser hdfs.round=false hdfs.roundValue=1 hdfs.roundUnit=second hdfs.timeZone
    hdfs.useLocalTimeStamp=false hdfs.closeTries=0 hdfs.retryInterval=180s hdfs.callTimeout=30000ms
    hdfs.useRawLocalFileSystem=false serializer=TEXT serializer.* hdfs.tryCount:int`,
  "avro AvroSink": `hostname* port*:int batch-size=100 connect-timeout=20000ms request-timeout=20000ms
    reset-connection-interval=0s compression-type=none compression-level=6 ssl=false trust-all-certs=false truststore
    truststore-password truststore-type=JKS exclude-protocols include-protocols maxIoWorkers:int`,
  "thrift ThriftSink": "*",
  "org.apache.flume.sink.kafka.KafkaSink": `kafka.bootstrap.servers* kafka.topic=default-flume-topic flumeBatchSize=100
    kafka.producer.acks:text useFlumeEventFormat=false defaultPartitionId partitionIdHeader allowTopicOverride=true
    topicHeader=topic timestampHeader header.* kafka.producer.* brokerList topic batchSize requiredAcks`,
  "http HttpSink org.apache.flume.sink.http.HttpSink": `endpoint* connectTimeout=5000ms requestTimeout=5000ms
    contentTypeHeader=text/plain acceptHeader=text/plain defaultBackoff=true defaultRollback=true
    defaultIncrementMetrics=false backoff.* rollback.* incrementMetrics.*`,
  "hbase hbase2 asynchbase HBaseSink": "*",
  "hive HiveSink": "*",
  "irc IRCSink": "*",
  "org.apache.flume.sink.solr.morphline.MorphlineSolrSink": "*",
  "org.apache.flume.sink.kudu.KuduSink org.apache.kudu.flume.sink.KuduSink": "*",
});

/** Flume 1.11's interceptors with their keys. */
export const interceptors: readonly FlumeType[] = flumeTypes({
  "timestamp org.apache.flume.interceptor.TimestampInterceptor$Builder": "headerName=timestamp preserveExisting=false",
  "host org.apache.flume.interceptor.HostInterceptor$Builder": "hostHeader=host useIP=true preserveExisting=false",
  "static org.apache.flume.interceptor.StaticInterceptor$Builder": "key=key value=value preserveExisting=true",
  "remove_header org.apache.flume.interceptor.RemoveHeaderInterceptor$Builder":
    "withName fromList fromListSeparator=\\s*,\\s* matching",
  "search_replace org.apache.flume.interceptor.SearchAndReplaceInterceptor$Builder":
    "searchPattern*:regex replaceString charset=UTF-8",
  "regex_filter org.apache.flume.interceptor.RegexFilteringInterceptor$Builder": "regex:regex excludeEvents=false",
  "regex_extractor org.apache.flume.interceptor.RegexExtractorInterceptor$Builder":
    "regex*:regex serializers* serializers.*",
  "uuid org.apache.flume.sink.solr.morphline.UUIDInterceptor$Builder": "headerName=id preserveExisting=true prefix",
  "org.apache.flume.sink.solr.morphline.MorphlineInterceptor$Builder": "*",
});
