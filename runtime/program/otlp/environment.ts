import { messageOf } from "../../contract/message-of.ts";
import { env } from "../../contract/secret.ts";
import { readFileSync } from "../../system/files.ts";
import { randomUUID } from "../../system/random.ts";
import type { CollectorAddress } from "./collector.ts";

/** Where a program sends its figures, and how often, as its command line and OpenTelemetry's variables say. */
export interface OtlpSettings {
  readonly address: CollectorAddress;
  /** In ms. */
  readonly interval: number;
  /** `service.name` and others. */
  readonly resource: Readonly<Record<string, string>>;
}

/** How often figures are sent unless `OTEL_METRIC_EXPORT_INTERVAL` says otherwise, in ms. */
const INTERVAL = 10_000;

/** A name of a header of HTTP. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The settings for a program of that name. Throws with a message that shows no value, as it may be secret. */
export function otlpSettings(given: string, program: string): OtlpSettings {
  const url = collectorUrl(given);
  if (url === null) throw new Error("it takes a URL such as http://localhost:4318, and nothing secret in it");
  const certificate = env("OTEL_EXPORTER_OTLP_CERTIFICATE");
  return {
    address: {
      url,
      headers: headersIn("OTEL_EXPORTER_OTLP_HEADERS"),
      ca: certificate === null ? null : trusted(certificate),
    },
    interval: intervalIn("OTEL_METRIC_EXPORT_INTERVAL"),
    resource: resourceOf(program),
  };
}

/** Processes of one service are told apart by an id: of several copies each has its own sums. */
function resourceOf(program: string): Readonly<Record<string, string>> {
  const given = Object.fromEntries(pairsIn("OTEL_RESOURCE_ATTRIBUTES"));
  const name = env("OTEL_SERVICE_NAME") || given["service.name"] || program;
  return { "service.instance.id": randomUUID(), ...given, "service.name": name };
}

function headersIn(variable: string): ReadonlyMap<string, string> {
  const pairs = pairsIn(variable);
  for (const [name, value] of pairs) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through.
    const isFit = NAME.test(name) && !/[\u0000-\u001f\u007f]|[^\u0000-\u00ff]/.test(value);
    if (!isFit) throw new Error(`${variable}: a header of HTTP cannot be so`);
  }
  return new Map(pairs);
}

/** `name=value,name=value`, the values percent-encoded. */
function pairsIn(variable: string): [string, string][] {
  const text = env(variable) ?? "";
  const parts = text.split(",").filter((part) => part.trim() !== "");
  return parts.map((part) => {
    const at = part.indexOf("=");
    if (at < 1) throw new Error(`${variable} has to be name=value,name=value`);
    try {
      return [decodeURIComponent(part.slice(0, at).trim()), decodeURIComponent(part.slice(at + 1).trim())];
    } catch {
      throw new Error(`${variable}: a value in it is not percent-encoded as it should be`);
    }
  });
}

function intervalIn(variable: string): number {
  const text = env(variable);
  if (text === null || text === "") return INTERVAL;
  if (!/^[1-9]\d{2,8}$/.test(text)) throw new Error(`${variable} has to be a number of milliseconds, 100 at least`);
  return Number(text);
}

function trusted(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`OTEL_EXPORTER_OTLP_CERTIFICATE: ${messageOf(error)}`);
  }
}

/** Without slashes at its end; null for text that is not a URL of HTTP, or has a part that a collector's has not. */
function collectorUrl(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { username, password, search, hash } = new URL(text);
  if (username + password + search + hash !== "") return null;
  let end = text.length;
  while (text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}
