/**
 * Edits of programs that are open in an editor, most of them senseless: a server that has seen all of them must show and
 * answer the same as one that has just been started. `SEED=1000 CASES=500` tries others.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse, type CompilerCache, createCache } from "../../compiler/compile.ts";
import { indexLines } from "../../grammar/line-index.ts";
import { type Choices, seeded } from "../compiler/random/choices.ts";
import { programOf } from "../compiler/random/compiled.ts";
import { edited, nudged } from "../compiler/random/edits.ts";
import { uriOf } from "../support/lsp-session.ts";
import { memoryHost } from "../support/memory-host.ts";
import { firstSeed, sampleSize } from "../support/sample-size.ts";
import { root } from "../support/sluice.ts";
import { EVERY_REQUEST, type Place } from "./session/every-request.ts";
import { type ServerInProcess, serveInProcess } from "./session/server-in-process.ts";

const count = sampleSize(30, 10_000);
const PROGRAMS = 20;

/** Programs, each with its files by path; the first is the one that is open from the beginning. */
const worlds: readonly Readonly<Record<string, string>>[] = [
  flowFilesIn("bench/programs/shop", "main.flow"),
  ...readdirSync(join(root, "samples")).map((name) => flowFilesIn(`samples/${name}`, `${name}.flow`)),
  ...Array.from({ length: PROGRAMS }, (_, seed) => inFolder("/program", programOf(seed).program)),
].filter((texts) => Object.keys(texts).length > 0);

function flowFilesIn(folder: string, entry: string): Record<string, string> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  const flows = names.filter((name) => name.endsWith(".flow")).sort((a, b) => +(b === entry) - +(a === entry));
  return inFolder(
    "/files",
    Object.fromEntries(flows.map((name) => [name, readFileSync(join(root, folder, name), "utf8")])),
  );
}

function inFolder(folder: string, texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${folder}/${name}`, text]));
}

const standard = createCache();
analyse(memoryHost({ "/empty.flow": "" }), "/empty.flow", standard);

/** One that knows the standard library, and nothing else. */
function freshCache(): CompilerCache {
  const fresh: CompilerCache = { ...createCache(), standard: standard.standard };
  for (const [path, parsed] of standard.parsed) if (parsed.unit.stdlib) fresh.parsed.set(path, parsed);
  return fresh;
}

/** A program in an editor: what was on the disk at first, what is there now, and the server that has seen everything. */
interface Session {
  readonly original: Readonly<Record<string, string>>;
  readonly disk: Record<string, string>;
  readonly server: ServerInProcess;
}

async function beginSession(original: Readonly<Record<string, string>>): Promise<Session> {
  const disk = { ...original };
  const server = await serveInProcess(disk, freshCache);
  const [entry = ""] = Object.keys(original);
  server.openFile(entry, original[entry] ?? "");
  return { original, disk, server };
}

/** Does what a person does next; gives the file that is looked at then, which is open. */
function step({ original, disk, server }: Session, choices: Choices): string {
  const path = choices.pick(Object.keys(original));
  const text = server.open.get(path) ?? disk[path] ?? "";
  const others = [...server.open.keys()].filter((one) => one !== path);
  const kind = choices.below(100);
  if (kind < 8 && server.open.has(path) && others.length > 0) {
    server.close(path);
    return choices.pick(others);
  }
  const next = choices.chance(25)
    ? (original[path] ?? "")
    : changed(text, choices.pick(Object.values(original)), choices);
  if (kind < 20 && !server.open.has(path) && others.length > 0) {
    disk[path] = next;
    server.changedOnDisk(path);
    return choices.pick(others);
  }
  if (!server.open.has(path)) server.openFile(path, text);
  server.change(path, next);
  return path;
}

function changed(text: string, other: string, choices: Choices): string {
  return choices.chance(60) ? nudged(text, choices) : edited(text, other, choices);
}

function somewhere(text: string, uri: string, choices: Choices): Place {
  const lines = indexLines(text);
  const at = (offset: number) => {
    const { line, column } = lines.position(offset);
    return { line: line - 1, character: column - 1 };
  };
  const start = choices.below(text.length + 1);
  const end = Math.min(text.length, start + choices.below(200));
  return { textDocument: { uri }, position: at(start), range: { start: at(start), end: at(end) } };
}

/** What came over the wire is compared as JSON, which is quick. */
function assertSame(kept: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(kept) !== JSON.stringify(expected)) assert.deepEqual(kept, expected, what);
}

/** Makes the next edit of a program, and compares what its server knows then with what a new one finds. */
async function compareAfter(session: Session, seed: number): Promise<void> {
  const { server, disk } = session;
  const choices = seeded(seed);
  const path = step(session, choices);
  const fresh = await serveInProcess(disk, freshCache);
  for (const [file, text] of server.open) fresh.openFile(file, text);

  const place = somewhere(server.open.get(path) ?? "", uriOf(path), choices);
  const what = `seed ${seed}, ${path}:${place.position.line + 1}:${place.position.character + 1}`;
  for (const [name, ask] of Object.entries(EVERY_REQUEST)) {
    const [kept, expected] = [await ask(server.request, place), await ask(fresh.request, place)];
    assertSame(kept, expected, `${what}: ${name}`);
  }
  const [kept, expected] = await Promise.all([server.diagnostics(path), fresh.diagnostics(path)]);
  assertSame(kept, expected, `${what}: diagnostics`);
  assert.deepEqual([...server.faults, ...fresh.faults], [], what);
}

describe("random edits in an editor", function () {
  this.timeout(60_000 + count * 2_000);

  it("leave the server with what a new one finds, and make no request fail", async () => {
    let isOver = false;
    const edit = async (which: number): Promise<void> => {
      const session = await beginSession(worlds[which] ?? {});
      for (let seed = firstSeed + which; seed < firstSeed + count && !isOver; seed += worlds.length) {
        await compareAfter(session, seed);
      }
    };
    // Side by side, as a server lets a while pass before it shows anything.
    await Promise.all([...worlds.keys()].map(edit)).finally(() => {
      isOver = true;
    });
  });

  it("ask for all that the server says it can do", async () => {
    const { capabilities } = await serveInProcess({}, freshCache);
    const providers = Object.keys(capabilities).filter((name) => name.endsWith("Provider"));
    assert.deepEqual(Object.keys(EVERY_REQUEST).sort(), providers.sort());
  });
});
