import assert from "node:assert/strict";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { readPositions, writePositions } from "../../../stdlib/taildir/position-file.ts";
import type { Choices } from "../../compiler/random/choices.ts";
import { FollowedFolder } from "./followed-folder.ts";

/** Longer than all that is kept of a file to know it by. */
const HEADER_LINE = "#Fields: date time s-ip cs-method cs-uri-stem sc-status";
const HEADER = `${HEADER_LINE}\n`.repeat(40);

/** One file from its making to its end, whatever it was called. */
interface Written {
  /** Null once it was deleted. */
  path: string | null;
  /** What a reader must be given, in this order. */
  readonly lines: string[];
  /** The beginning of a line that no newline has ended. */
  partial: string;
  /** That beginning was delivered, and what ends the line is a line of its own. */
  isMidLine: boolean;
}

/** A random life of a folder of logs, and what must have been read of it. */
export class History {
  readonly steps: string[] = [];
  readonly #choices: Choices;
  readonly #folder: string;
  readonly #followed: FollowedFolder;
  /** Rotated files have names that match, too. */
  readonly #coversRotated: boolean;
  /** Nothing but the bytes of a file tells it from another with its inode. */
  readonly #withoutBirth: boolean;
  readonly #all: Written[] = [];
  #number = 0;
  #kills = 0;

  /** `dataFolder` is for what the source keeps. */
  constructor(choices: Choices, folder: string, dataFolder: string) {
    this.#choices = choices;
    this.#folder = join(folder, "logs");
    mkdirSync(this.#folder);
    this.#coversRotated = choices.chance(50);
    this.#withoutBirth = choices.chance(50);
    const files = [join(this.#folder, this.#coversRotated ? "*.log*" : "*.log")];
    this.#followed = new FollowedFolder(dataFolder, { files, batchSize: 3, maxBatchCount: 2 });
  }

  async run(): Promise<void> {
    const { chance } = this.#choices;
    const count = 5 + this.#choices.below(10);
    this.#append(this.#live());
    await this.#followed.start();
    for (let step = 0; step < count; step++) {
      await this.#step();
      // What happens between two looks is what is hard to tell.
      if (chance(60)) await this.#look();
    }
    await this.#rest();
    await this.#followed.stop();
    this.#check();
  }

  async #step(): Promise<void> {
    const file = this.#live();
    const kind = this.#choices.below(10);
    if (kind < 3) this.#append(file);
    else if (kind === 3) this.#appendPart(file);
    else if (kind === 4) await this.#rename(file);
    else if (kind === 5) await this.#copyTruncate(file);
    else if (kind === 6) await this.#delete(file);
    else if (kind === 7) await this.#compress();
    else if (kind === 8) await this.#restart();
    else await this.#rest();
  }

  /** The file that is written to at the moment under one of the names. */
  #live(): Written {
    const path = join(this.#folder, this.#choices.pick(["a.log", "b.log"]));
    const known = this.#all.find((one) => one.path === path);
    if (known !== undefined) return known;
    const made = { path, lines: [], partial: "", isMidLine: false };
    writeFileSync(path, "");
    this.#all.push(made);
    if (this.#choices.chance(50)) this.#write(made, HEADER);
    this.#append(made);
    return made;
  }

  #append(file: Written): void {
    const { below, pick } = this.#choices;
    let text = "";
    for (let left = 1 + below(8); left > 0; left--) {
      if (below(8) === 7) text += "\n";
      text += `${this.#unique()}${pick(["\n", "\n", "\r\n"])}`;
    }
    this.#write(file, text);
  }

  #appendPart(file: Written): void {
    this.#write(file, this.#unique());
  }

  #unique(): string {
    return `${this.#number++} ${"ž".repeat(this.#choices.pick([0, 3, 30, 300]))}`;
  }

  #write(file: Written, text: string): void {
    const path = file.path!;
    this.steps.push(`write ${text.length} to ${basename(path)}`);
    appendFileSync(path, text);
    this.#setTime(path);
    const parts = text.split(/\r?\n/);
    parts[0] = file.partial + parts[0];
    file.partial = parts.pop()!;
    if (parts.length > 0 && file.isMidLine) {
      if (parts[0] === "") parts.shift();
      file.isMidLine = false;
    }
    file.lines.push(...parts);
  }

  /** As if it had been written now by the clock of the source. */
  #setTime(path: string): void {
    const now = this.#followed.clock.now() / 1000;
    utimesSync(path, now, now);
  }

  async #rename(file: Written): Promise<void> {
    // Nobody can know of a file that came and went between two looks.
    await this.#look();
    if (this.#choices.chance(50)) this.#append(file);
    const path = [1, 2, 3].map((number) => `${file.path}.${number}`).find((one) => !existsSync(one));
    if (path === undefined) return;
    this.steps.push(`rename ${basename(file.path!)} to ${basename(path)}`);
    renameSync(file.path!, path);
    file.path = path;
    if (this.#choices.chance(30)) this.#append(file);
  }

  async #copyTruncate(file: Written): Promise<void> {
    await this.#look();
    if (file.partial !== "" || file.isMidLine) return;
    this.steps.push(`copy and truncate ${basename(file.path!)}`);
    copyFileSync(file.path!, join(this.#folder, `copy-${this.#number++}`));
    truncateSync(file.path!);
    this.#setTime(file.path!);
    if (this.#choices.chance(50)) this.#write(file, HEADER);
    // Often to more than it was.
    for (let left = this.#choices.below(6); left >= 0; left--) this.#append(file);
  }

  async #delete(file: Written): Promise<void> {
    await this.#look();
    this.steps.push(`delete ${basename(file.path!)}`);
    rmSync(file.path!);
    file.path = null;
    if (this.#choices.chance(70)) this.#live();
  }

  async #compress(): Promise<void> {
    await this.#look();
    const file = this.#all.find(({ path }) => path !== null && /\d$/.test(path));
    if (file === undefined) return;
    this.steps.push(`gzip ${basename(file.path!)}`);
    writeFileSync(`${file.path}.gz`, gzipSync(readFileSync(file.path!)));
    rmSync(file.path!);
    file.path = null;
  }

  async #restart(): Promise<void> {
    const isKill = this.#choices.chance(50);
    this.steps.push(isKill ? "kill" : "stop");
    if (isKill) await this.#kill();
    else {
      // What was written since the last look to a file that nobody can find later.
      await this.#look();
      await this.#followed.stop();
      this.#endDeleted(true);
    }
    if (this.#withoutBirth) await this.#forgetBirths();
    // What happens while it is down.
    if (this.#choices.chance(50)) this.#append(this.#live());
    await this.#followed.start();
  }

  async #kill(): Promise<void> {
    this.#kills += 1;
    await this.#followed.kill((positions) => writeFileSync(this.#followed.positionFile, positions));
    this.#endDeleted(false);
  }

  async #forgetBirths(): Promise<void> {
    const { positionFile } = this.#followed;
    const positions = await readPositions(positionFile);
    await writePositions(
      positionFile,
      positions.map((one) => ({ ...one, birth: null })),
    );
  }

  async #look(): Promise<void> {
    this.steps.push("look");
    if (this.#choices.chance(10)) this.#followed.dieAfter(1 + this.#choices.below(3));
    await this.#followed.look();
    if (!this.#followed.isDead) return this.#followed.dieAfter(Infinity);
    this.steps.push("died");
    await this.#kill();
    await this.#followed.start();
  }

  async #rest(): Promise<void> {
    await this.#look();
    this.steps.push("rest");
    await this.#followed.rest();
    for (const file of this.#all) this.#endLine(file);
  }

  /** The last line of a deleted file is delivered when the source stops, and lost when it is killed. */
  #endDeleted(isDelivered: boolean): void {
    for (const file of this.#all) {
      if (file.path !== null) continue;
      if (isDelivered) this.#endLine(file);
      file.partial = "";
    }
  }

  #endLine(file: Written): void {
    if (file.partial === "") return;
    file.lines.push(file.partial);
    file.partial = "";
    file.isMidLine = true;
  }

  #check(): void {
    const left = tally(this.#followed.bodies());
    for (const { lines } of this.#all) {
      for (const line of lines) {
        // Whoever died within one header cannot tell it from the next one in the same file.
        if (this.#kills > 0 && line === HEADER_LINE) continue;
        const times = left.get(line) ?? 0;
        assert.ok(times > 0, `the line ${JSON.stringify(line.slice(0, 20))} is missing`);
        left.set(line, times - 1);
      }
    }
    const mayRepeat = tally(this.#followed.mayRepeat);
    for (const [line, times] of left) {
      if (this.#kills > 0 && line === HEADER_LINE) continue;
      const most = mayRepeat.get(line) ?? 0;
      assert.ok(times <= most, `the line ${JSON.stringify(line.slice(0, 20))} came ${times} times too often`);
    }
    if (this.#kills === 0) this.#checkOrder();
  }

  #checkOrder(): void {
    for (const { lines } of this.#all) {
      const own = new Set(lines.filter((line) => /^\d+ /.test(line)));
      assert.deepEqual(
        this.#followed.bodies().filter((body) => own.has(body)),
        [...own],
      );
    }
  }
}

function tally(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
