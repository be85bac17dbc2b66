import { timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import { fileName } from "../../system/file-name.ts";
import { readFile, writeFile } from "../../system/files.ts";
import { makeDirectory } from "../../system/make-directory.ts";
import type { IncomingMessage } from "../../system/network.ts";
import { drawBytes } from "../../system/random.ts";

/** Who may ask. */
export interface Guard {
  /** What has to come along; null where only this machine can ask. */
  readonly token: string | null;
}

/** Why a request is not answered. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

/**
 * Why a request for what the program knows is not answered; null where it may be. A page of another origin cannot ask:
 * not under a name of its own that leads here (DNS rebinding: the name is in `Host`), and not from a form or an image (it
 * cannot set the headers that are asked for).
 */
export function refusalOf({ method, headers }: IncomingMessage, { token }: Guard): Refusal | null {
  const { host = "", origin, authorization } = headers;
  if (token === null && !LOOPBACK.test(host)) return { status: 403, text: "this page is for this machine alone" };
  const from = headers["sec-fetch-site"];
  const isForeign = from !== undefined && from !== "same-origin" && from !== "none";
  if (isForeign || (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)) {
    return { status: 403, text: "another page asks" };
  }
  if (method === "POST" && headers["x-sluice"] !== "page")
    return { status: 403, text: "the header x-sluice is missing" };
  if (token !== null && !isSame(authorization ?? "", `Bearer ${token}`)) {
    return { status: 401, text: "the token is missing or wrong; the program printed its address with it" };
  }
  return null;
}

/**
 * The token of a program: made at its first start, and kept in its data directory, where its user alone can read it, so
 * that an open page finds the program again after a restart.
 */
export async function tokenOf(program: string, dataDir: string): Promise<string> {
  const folder = join(dataDir, "run");
  const file = join(folder, `${fileName(program)}.token`);
  const known = (await readFile(file, "utf8").catch(() => "")).trim();
  if (/^[\w-]{32,}$/.test(known)) return known;
  const token = drawBytes(24).toString("base64url");
  await makeDirectory(folder);
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return token;
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
