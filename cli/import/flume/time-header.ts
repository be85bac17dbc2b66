/** Escapes of time in paths, and where the time comes from. */
import type { ImportContext } from "./context.ts";
import type { Property } from "./read/properties.ts";
import type { FlumePart } from "./settle.ts";

/** Sources whose events have no time but the one that an interceptor gives them. */
const TIMELESS = ["netcat", "netcatudp", "exec", "taildir", "spooldir", "seq"];

/**
 * The part, with the time of writing for its path where nothing gives its events one: each batch of such a sink failed in
 * Flume, for ever.
 */
export function withTime({ findings }: ImportContext, part: FlumePart, parts: readonly FlumePart[]): FlumePart {
  const { component, channels } = part;
  const { options, path, name } = component;
  const line = ["hdfs.path", "hdfs.filePrefix"].map((key) => options.get(key)).find(hasTime);
  const isLocal = options.get("hdfs.useLocalTimeStamp")?.value.toLowerCase() === "true";
  if (line === undefined || isLocal) return part;
  const sources = parts.filter(
    ({ component: { section }, dropped, channels: others }) =>
      section === "sources" && !dropped && others.some((channel) => channels.includes(channel)),
  );
  if (sources.length === 0 || sources.some(mayGiveTime)) return part;
  const message = `no source or interceptor gives the events of \`${name}\` a \`timestamp\`, so in Flume each batch failed endlessly; here the path has the time of writing`;
  findings.add("mended", line, path, message);
  const local: Property = { ...line, key: `${path}.hdfs.useLocalTimeStamp`, value: "true" };
  return { ...part, component: { ...component, options: new Map(options).set("hdfs.useLocalTimeStamp", local) } };
}

/** Header names stand in braces, and hosts in brackets. */
function hasTime(line: Property | undefined): boolean {
  return line !== undefined && /%[a-zA-Z]/.test(line.value);
}

function mayGiveTime({ type, component: { options } }: FlumePart): boolean {
  if (!TIMELESS.includes(type?.name ?? "")) return true;
  return [...options].some(([key, { value }]) => {
    if (!key.startsWith("interceptors.")) return false;
    const isType = /\.type$/.test(key) && /timestamp|\./i.test(value);
    return isType || (/\.name$|\.key$/.test(key) && value === "timestamp");
  });
}
