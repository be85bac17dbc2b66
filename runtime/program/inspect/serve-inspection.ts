import { dirname, join } from "node:path";
import type { Log } from "../../contract/log.ts";
import { messageOf } from "../../contract/message-of.ts";
import type { Watcher } from "../../engine/taps.ts";
import { systemClock } from "../../system/clock.ts";
import { isRunning } from "../../system/directory-lock.ts";
import { fileName } from "../../system/file-name.ts";
import { readdir, readFile, rename, rm, writeFile } from "../../system/files.ts";
import { tmpdir } from "../../system/host.ts";
import { makeDirectory } from "../../system/make-directory.ts";
import { createServer, type Socket } from "../../system/network.ts";
import { ProcessWatch } from "../../system/process-figures.ts";
import { randomUUID } from "../../system/random.ts";
import type { Metered, MeteredPart } from "../metered.ts";
import { seriesOf } from "../series.ts";
import { FrameReader, frameOf } from "./frames.ts";
import type { Answer, Inspectable, Question } from "./messages.ts";
import { NotSentError, sendAgain } from "./send-again.ts";
import { TapSession } from "./tap-session.ts";

/** What is inspected, and where its data directory is. */
export interface Inspected {
  readonly metered: Metered;
  readonly parts: readonly MeteredPart[];
  readonly program: string;
  readonly dataDir: string;
}

/** Longest path that every system takes for a socket, in bytes. */
const LONGEST_PATH = 100;

/** Those who look at once; more are not let in. */
const MOST_CONNECTIONS = 16;

/**
 * Lets `sluice tap` and `sluice top` look into a program, and `sluice dead` send letters again, over a socket in the data directory that only its user can
 * reach. Gives what removes it. Rejects where it cannot be made; what fails later is logged.
 */
export async function serveInspection(inspected: Inspected, log: Log): Promise<() => Promise<void>> {
  const { dataDir, program } = inspected;
  const folder = join(dataDir, "run");
  await makeDirectory(folder);
  const name = `${fileName(program)}-${process.pid}`;
  await removeLeftOver(folder, name);
  const inFolder = join(folder, `${name}.sock`);
  const isLong = Buffer.byteLength(inFolder) > LONGEST_PATH;
  const socket = isLong ? join(tmpdir(), `sluice-${randomUUID()}`, "sock") : inFolder;
  if (isLong) await makeDirectory(dirname(socket));
  const watch = new ProcessWatch();
  const server = createServer((connection) => serve(connection, inspected, watch));
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    // A socket is made at once, with the mode that the mask leaves: its user's alone.
    const mask = process.umask(0o177);
    server.listen(socket, resolve);
    process.umask(mask);
  });
  server.on("error", (error) => log.once("inspection", `inspection: ${messageOf(error)}`));
  // Whoever only looks does not keep a program from ending.
  server.unref();
  const note: Inspectable = { pid: process.pid, program, socket };
  // Whoever looks for programs sees the whole note, or none.
  const unfinished = join(folder, `${name}.tmp`);
  await writeFile(unfinished, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  await rename(unfinished, join(folder, `${name}.json`));
  return async () => {
    server.close();
    await rm(isLong ? dirname(socket) : socket, { force: true, recursive: isLong });
    await rm(join(folder, `${name}.json`), { force: true });
  };
}

/** Removes what programs have left that were killed; `own` is what this one is called there. */
async function removeLeftOver(folder: string, own: string): Promise<void> {
  for (const file of await readdir(folder)) {
    const pid = Number(/-(\d+)\.(?:json|sock|tmp)$/.exec(file)?.[1]);
    // In a container every start has the same number, and what is there under this name was left by an earlier one.
    const isOwn = file.startsWith(`${own}.`);
    if (Number.isNaN(pid) || (isRunning(pid) && !isOwn)) continue;
    const note = file.endsWith(".json") ? await readFile(join(folder, file), "utf8").catch(() => "") : "";
    const elsewhere = /"socket":"([^"]+\/sluice-[\w-]+)\/sock"/.exec(note)?.[1];
    if (elsewhere !== undefined) await rm(elsewhere, { force: true, recursive: true });
    await rm(join(folder, file), { force: true });
  }
}

function serve(connection: Socket, { metered, parts }: Inspected, watch: ProcessWatch): void {
  connection.unref();
  const frames = new FrameReader();
  const ends: (() => void)[] = [];
  const reader = {
    get waiting() {
      return connection.writableLength;
    },
    send(answer: Answer) {
      connection.write(frameOf(answer));
    },
  };
  const answer = (question: Question): void => {
    if (question.kind === "figures") {
      const series = seriesOf(metered, parts, watch.read());
      const failed = [...metered.failed, ...metered.stopped, ...metered.outOfReach];
      reader.send({ kind: "figures", time: systemClock.now(), series, failed });
    } else if (question.kind === "replay") {
      void sendAgain(metered.replays, question, question.letters).then(
        () => reader.send({ kind: "replayed" }),
        (error: unknown) => {
          const isUntouched = error instanceof NotSentError;
          reader.send({ kind: "refused", reason: messageOf(error), isUntouched });
        },
      );
    } else if (parts.some(({ id }) => id === question.id)) {
      const session = new TapSession(reader, systemClock, question.rate);
      const look: Watcher = (events, more) => attempt(() => session.look(events, more), connection);
      ends.push(metered.taps.watch(question.id, look));
    } else {
      reader.send({ kind: "refused", reason: `nothing that runs is called ${question.id}` });
    }
  };
  connection.on("data", (chunk) => {
    attempt(() => {
      for (const question of frames.read(chunk)) answer(question as Question);
    }, connection);
  });
  // Whoever looks has gone: there is nothing to do about it.
  connection.on("error", () => {});
  connection.on("close", () => {
    for (const end of ends) end();
  });
}

/** What goes wrong while somebody looks ends the look, and nothing else. */
function attempt(action: () => void, connection: Socket): void {
  try {
    action();
  } catch (error) {
    connection.end(frameOf({ kind: "refused", reason: messageOf(error) }));
  }
}
