import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { root, sluice } from "../../support/sluice.ts";
import { WRONG_COMMANDS } from "./wrong-commands.ts";
import { WRONG_PROGRAMS } from "./wrong-programs.ts";

/** A diagnostic of `check --json`, as far as it is looked at. */
interface Told {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly help: string | null;
}

/**
 * What the built `sluice check` says of each wrong program, and what the command line says of each wrong one. The tables
 * of `docs/wrong-programs.md` are written from here with `UPDATE=1`: read the difference, and judge what is new.
 */
describe("what newcomers are told", function () {
  this.timeout(60_000);
  const page = join(root, "docs/wrong-programs.md");
  const rows: string[] = [];
  const toldBy = new Map<string, Told[]>();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-test-")));
  after(() => rmSync(folder, { recursive: true, force: true }));

  before(async () => {
    for (const [index, [, marked]] of WRONG_PROGRAMS.entries()) {
      writeFileSync(join(folder, fileName(index)), marked.replace("§", ""));
    }
    const { stdout } = await sluice(["check", "--json", folder]);
    for (const told of JSON.parse(stdout) as Told[]) {
      const name = basename(told.file);
      toldBy.set(name, [...(toldBy.get(name) ?? []), told]);
    }
  });

  for (const [index, [habit, marked, verdict = "good"]] of WRONG_PROGRAMS.entries()) {
    const lines = marked.slice(0, marked.indexOf("§")).split("\n");
    const line = (marked.replace("§", "").split("\n")[lines.length - 1] ?? "").trim();

    it(`${index + 1}, ${habit}: ${line}`, () => {
      const told = toldBy.get(fileName(index)) ?? [];
      const [first] = told;
      assert.ok(first !== undefined, "nothing is said");
      assert.ok(told.length <= 2, told.map(({ message }) => message).join("; "));
      const column = (lines.at(-1)?.length ?? 0) + 1;
      const isInside =
        compare([first.line, first.column], [lines.length, column]) <= 0 &&
        compare([lines.length, column], [first.endLine, first.endColumn]) <= 0;
      assert.ok(isInside, `${first.message} at ${first.line}:${first.column}, not ${lines.length}:${column}`);
      const [help = ""] = (first.help ?? "").split("\n", 1);
      rows.push(row([`${index + 1}`, habit, code(line), first.message, help, verdict]));
    });
  }

  it("of command lines too, in their first line", async () => {
    writeFileSync(join(folder, "example.conf"), "a1.sources = r1\na1.channels = c1\n");
    const ends = await Promise.all(WRONG_COMMANDS.map(([, args]) => sluice(args.split(" "), { cwd: folder })));
    for (const [index, { status, stderr }] of ends.entries()) {
      const [habit, args] = WRONG_COMMANDS[index] ?? ["", ""];
      assert.ok(status === 1 || status === 2, `${args}: ${status}`);
      const told = stderr.split("\n");
      const help = told.find((one) => one.includes("= help: "))?.replace(/^\s*= help: /, "") ?? "";
      rows.push(
        row([`${WRONG_PROGRAMS.length + index + 1}`, habit, code(`sluice ${args}`), told[0] ?? "", help, "good"]),
      );
    }
  });

  it("are listed in docs/wrong-programs.md, with 85 of 91 good at least", () => {
    const text = readFileSync(page, "utf8");
    const table = `${text.slice(0, text.indexOf("|---"))}|---|---|---|---|---|---|\n${rows.join("\n")}\n`;
    if (process.env["UPDATE"]) writeFileSync(page, table);
    else assert.equal(text, table);
    const good = WRONG_PROGRAMS.filter(([, , verdict = "good"]) => verdict === "good").length;
    assert.equal(WRONG_PROGRAMS.length, 91);
    assert.ok(good >= 85, `${good} are good`);
  });
});

function fileName(index: number): string {
  return `${String(index + 1).padStart(2, "0")}.flow`;
}

function compare([line, column]: readonly [number, number], [other, at]: readonly [number, number]): number {
  return line - other || column - at;
}

function code(text: string): string {
  const short = text.length > 70 ? `${text.slice(0, 69)}…` : text;
  return short.includes("`") ? `\`\` ${short} \`\`` : `\`${short}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
