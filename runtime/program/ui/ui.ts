import { createHash } from "node:crypto";
import type { LogEntry } from "../../log/logs.ts";
import { systemClock } from "../../system/clock.ts";
import { MASK, type Masked, maskedReason } from "../inspect/masks.ts";
import { lookable } from "../let-look.ts";
import { addressOf } from "../listen-address.ts";
import type { MeteredPart, Metrics, Ui, UiAddress } from "../metered.ts";
import { isLoopback, tokenOf } from "./guard.ts";
import type { Picture } from "./messages.ts";
import { Recent } from "./recent.ts";
import { UiServer } from "./serve-ui.ts";

/** Lines of the log that the page shows. */
const MOST_LINES = 300;

/**
 * The figures of a program with these parts, and its page, which shows this picture of it. Only a program that is compiled
 * with its page brings them along.
 */
export function ui(picture: Picture, parts: readonly MeteredPart[]): Metrics {
  return lookable(parts, pageOf(picture, parts));
}

function pageOf(picture: Picture, parts: readonly MeteredPart[]): Ui {
  const log = new Recent<LogEntry>(MOST_LINES);
  const masked = new Set(picture.masked);
  let server: UiServer | null = null;
  return {
    hear(heard) {
      const entry = maskedEntry(heard, masked);
      log.add(entry);
      server?.hear(entry);
    },
    addressOf: pageAddressOf,
    async serve(operated, { program, dataDir, host, ports }, ownLog) {
      const token = isLoopback(host) ? null : await tokenOf(program, dataDir);
      const pictureText = JSON.stringify(picture);
      const version = createHash("sha256").update(pictureText).digest("hex").slice(0, 16);
      const served = { operated, parts, picture, log, clock: systemClock, guard: { token }, program };
      server = new UiServer({ ...served, pictureText, version }, ownLog);
      const port = await server.listen({ host, ports });
      const shown = host.includes(":") ? `[${host}]` : host;
      const url = `http://${shown}:${port}/${token === null ? "" : `#token=${token}`}`;
      return { url, end: () => server?.end() };
    },
  };
}

/** An entry of the log as the page shows it: messages quote values, and some name the event that they are about. */
function maskedEntry(entry: LogEntry, masked: Masked): LogEntry {
  if (masked.size === 0) return entry;
  const fields = Object.entries(entry.fields).map(([name, value]) => {
    return [name, name === "body" || masked.has(name) ? MASK : value] as const;
  });
  return { ...entry, message: maskedReason(entry.message, masked), fields: Object.fromEntries(fields) };
}

/** The first port that a page is served at where none was said, and how many more are tried where it is taken. */
const PAGE_PORT = 4040;
const MORE_PORTS = 10;

function pageAddressOf(text: string): UiAddress | null {
  if (text === "") {
    return { host: "127.0.0.1", ports: Array.from({ length: MORE_PORTS }, (_, index) => PAGE_PORT + index) };
  }
  const at = addressOf(text);
  return at === null ? null : { host: at.host, ports: [at.port] };
}
