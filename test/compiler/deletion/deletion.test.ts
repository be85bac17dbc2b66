import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import type { Verdicts } from "../../../compiler/extern/verdicts.ts";
import { readFrameCases } from "../../support/frame-cases.ts";
import { memoryHost, runtimeModule } from "../../support/memory-host.ts";
import { DELETED, type Instrumented, instrumentedCompiler } from "./instrumented.ts";

/** What another test holds against the compiler's answer to some program. */
interface Assertion {
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
  /** The part of the answer that is compared there. */
  readonly compares: "frames" | "codes";
  /** What is found only where the program is written out. */
  readonly isEmitted?: true;
}

/**
 * Every check is tested: each call that makes a diagnostic is silenced in turn, and one of the programs under
 * `2-check/cases/` and `extern/cases/`, whose frames are compared to the letter, or of the pages in `docs/errors/`, whose codes are, must
 * then come out otherwise.
 */
describe("a check that is deleted", () => {
  let compiler: Instrumented;

  before(async function () {
    this.timeout(60_000);
    compiler = await instrumentedCompiler();
  });

  it("is missed by a test, whichever it is", async function () {
    this.timeout(120_000);
    const cache = compiler.createCache();
    const verdicts = new Map<Assertion, Verdicts>();
    const answer = async (assertion: Assertion): Promise<string> => {
      const { entry, files, compares, isEmitted } = assertion;
      const externs = { runtime: runtimeModule, verdicts: verdicts.get(assertion) ?? verdictsOnFixedTexts() };
      verdicts.set(assertion, externs.verdicts);
      const host = memoryHost(files);
      const { diagnostics } = isEmitted
        ? (await compiler.compile(host, entry, { externs, cache })).analysis
        : await compiler.analyseWithModules(host, entry, externs, cache);
      const left = diagnostics.filter(({ code }) => code !== DELETED);
      if (compares === "codes") return [...new Set(left.map(({ code }) => code))].sort().join(" ");
      return compiler.render(left, { text: (path) => files[path] ?? "", path: (path) => path, color: false });
    };
    const assertions = [...cases(), ...pages(), ...others];
    const expected = new Map<Assertion, string>();
    const reachedBy = new Map<number, Assertion[]>();
    for (const assertion of assertions) {
      const reached = await compiler.reached(async () => {
        // Nothing may come from what an earlier program left behind.
        for (const path of Object.keys(assertion.files)) cache.parsed.delete(path);
        expected.set(assertion, await answer(assertion));
      });
      for (const site of reached) reachedBy.set(site, [...(reachedBy.get(site) ?? []), assertion]);
    }
    const unmissed: string[] = [];
    for (const [site, { place }] of compiler.sites.entries()) {
      if (!(await missed(site))) unmissed.push(place);
    }
    assert.ok(compiler.sites.length > 150, `${compiler.sites.length} sites`);
    assert.deepEqual(unmissed, []);

    async function missed(site: number): Promise<boolean> {
      for (const assertion of reachedBy.get(site) ?? []) {
        for (const path of Object.keys(assertion.files)) cache.parsed.delete(path);
        if ((await compiler.without(site, () => answer(assertion))) !== expected.get(assertion)) return true;
      }
      return false;
    }
  });
});

/** Texts do not change here, and TypeScript has no part in what is silenced. */
function verdictsOnFixedTexts(): Verdicts {
  const kept = new Map<string, ReturnType<Verdicts["find"]>>();
  return {
    find: (question) => kept.get(question) ?? null,
    keep: (question, found) => kept.set(question, found),
  };
}

/** What needs no program, or one that nobody would want to read; see test/grammar/ and test/cli/check.test.ts. */
const others: readonly Assertion[] = [
  { entry: "/absent.flow", files: {}, compares: "codes" },
  { entry: "/deep.flow", files: { "/deep.flow": `const a = ${"a => ".repeat(5000)}a` }, compares: "codes" },
  { entry: "/sum.flow", files: { "/sum.flow": `const a = ${"1 + ".repeat(2000)}1` }, compares: "codes" },
  { entry: "/steps.flow", files: { "/steps.flow": manySteps() }, compares: "codes", isEmitted: true },
];

/** A stream of 4,000 operators, each on the one before. */
function manySteps(): string {
  const lets = Array.from({ length: 40 }, (_, n) => `let a${n + 1} = a${n}${".map(line => line)".repeat(100)}`);
  return `stream s every 1s {\nlet a0 = lines("x")\n${lets.join("\n")}\na40 -> print()\n}`;
}

function cases(): Assertion[] {
  const folders = ["../2-check/cases/", "../extern/cases/"].map((folder) => new URL(folder, import.meta.url));
  return folders.flatMap(readFrameCases).map(({ files }) => ({ entry: "/case.flow", files, compares: "frames" }));
}

function pages(): Assertion[] {
  const folder = new URL("../../../docs/errors/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.startsWith("FLOW"));
  return names.map((name) => {
    const [, wrong = ""] = readFileSync(new URL(name, folder), "utf8").split(/^## (?:Wrong|Right)$/m);
    const blocks = [...wrong.matchAll(/^```flow ?(\S+)?\n(.*?)^```/gms)];
    const files = Object.fromEntries(blocks.map(([, file = "main.flow", text = ""]) => [`/docs/${file}`, text]));
    return { entry: "/docs/main.flow", files, compares: "codes" };
  });
}
