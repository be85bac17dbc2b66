/** What the variables of nginx's `log_format` give. */
import { INT, nullable, primitive, STRING } from "../../model/types/construct.ts";
import type { RecordTypeField, Type } from "../../model/types/type.ts";
import { fieldName, REQUEST_FIELDS } from "./apache.ts";

const TEXT = nullable(STRING);
const TIME = primitive("timestamp");

/** Those that are no text that may be missing. */
const TYPES: Readonly<Record<string, Type>> = {
  body_bytes_sent: INT,
  bytes_sent: INT,
  connection: INT,
  connection_requests: INT,
  connection_time: primitive("duration"),
  content_length: nullable(INT),
  is_args: STRING,
  msec: TIME,
  pid: INT,
  remote_addr: STRING,
  remote_port: nullable(INT),
  request_length: INT,
  request_time: primitive("duration"),
  server_port: INT,
  status: INT,
  time_iso8601: TIME,
  time_local: TIME,
};

/** Of nginx's own modules, without those above. */
const TEXTS = `ancient_browser args binary_remote_addr connections_active connections_reading connections_waiting
connections_writing content_type document_root document_uri fastcgi_path_info fastcgi_script_name gzip_ratio host
hostname http2 http3 https invalid_referer limit_conn_status limit_rate limit_req_status modern_browser msie nginx_version
pipe protocol proxy_add_x_forwarded_for proxy_host proxy_port proxy_protocol_addr proxy_protocol_port
proxy_protocol_server_addr proxy_protocol_server_port query_string realip_remote_addr realip_remote_port realpath_root
remote_user request_body request_body_file request_completion request_filename request_id request_method request_uri
scheme secure_link secure_link_expires server_addr server_name server_protocol session_time slice_range spdy
tcpinfo_rcv_space tcpinfo_rtt tcpinfo_rttvar tcpinfo_snd_cwnd uid_got uid_reset uid_set upstream_addr
upstream_bytes_received upstream_bytes_sent upstream_cache_status upstream_connect_time upstream_header_time
upstream_last_server_name upstream_queue_time upstream_response_length upstream_response_time upstream_status uri`.split(
  /\s+/,
);

/** What begins so ends in a name of the reader's. */
const FAMILIES =
  /^(?:arg|cookie|geoip|geoip2|http|jwt_claim|jwt_header|proxy_protocol_tlv|sent_http|sent_trailer|ssl|trailer|upstream_cookie|upstream_http|upstream_trailer)_\w/;

/** Fields of a variable; null where nginx has none of that name and it is not one of the configuration's `own`. */
export function nginxFields(variable: string, own: ReadonlySet<string>): readonly RecordTypeField[] | null {
  if (variable === "request") return REQUEST_FIELDS;
  const type = TYPES[variable];
  const isText = own.has(variable) || TEXTS.includes(variable) || FAMILIES.test(variable);
  if (type === undefined && !isText) return null;
  return [{ name: fieldName(variable), type: type ?? TEXT }];
}

/** Variables to suggest. */
export const NGINX_VARIABLES: readonly string[] = [
  ...Object.keys(TYPES),
  ...TEXTS,
  "request",
  "http_referer",
  "http_user_agent",
  "http_x_forwarded_for",
  "http_host",
].map((name) => `$${name}`);
