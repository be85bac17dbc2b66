import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { memoryHost } from "../../support/memory-host.ts";
import { DELETED, type Instrumented, instrumentedCompiler } from "./instrumented.ts";

/** What another test holds against the compiler's answer to some program. */
interface Assertion {
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
  /** The part of the answer that is compared there. */
  readonly compares: "frames" | "codes";
}

/**
 * Every check is tested: each call that makes a diagnostic is silenced in turn, and one of the programs under
 * `2-check/cases/`, whose frames are compared to the letter, or of the pages in `docs/errors/`, whose codes are, must
 * then come out otherwise.
 */
describe("a check that is deleted", () => {
  let compiler: Instrumented;

  before(async function () {
    this.timeout(60_000);
    compiler = await instrumentedCompiler();
  });

  it("is missed by a test, whichever it is", function () {
    this.timeout(120_000);
    const cache = compiler.createCache();
    const answer = ({ entry, files, compares }: Assertion): string => {
      const { diagnostics } = compiler.analyse(memoryHost(files), entry, cache);
      const left = diagnostics.filter(({ code }) => code !== DELETED);
      if (compares === "codes") return [...new Set(left.map(({ code }) => code))].sort().join(" ");
      return compiler.render(left, { text: (path) => files[path] ?? "", path: (path) => path, color: false });
    };
    const assertions = [...cases(), ...pages(), ...others];
    const expected = new Map<Assertion, string>();
    const reachedBy = new Map<number, Assertion[]>();
    for (const assertion of assertions) {
      const reached = compiler.reached(() => {
        // Nothing may come from what an earlier program left behind.
        for (const path of Object.keys(assertion.files)) cache.parsed.delete(path);
        expected.set(assertion, answer(assertion));
      });
      for (const site of reached) reachedBy.set(site, [...(reachedBy.get(site) ?? []), assertion]);
    }
    const unmissed = compiler.sites.flatMap(({ place }, site) => {
      const missed = (reachedBy.get(site) ?? []).some((assertion) => {
        for (const path of Object.keys(assertion.files)) cache.parsed.delete(path);
        return compiler.without(site, () => answer(assertion)) !== expected.get(assertion);
      });
      return missed ? [] : [place];
    });
    assert.ok(compiler.sites.length > 150, `${compiler.sites.length} sites`);
    assert.deepEqual(unmissed, []);
  });
});

/** What needs no program, or one that nobody would want to read; see test/grammar/ and test/cli/check.test.ts. */
const others: readonly Assertion[] = [
  { entry: "/absent.flow", files: {}, compares: "codes" },
  { entry: "/deep.flow", files: { "/deep.flow": `const a = ${"a => ".repeat(5000)}a` }, compares: "codes" },
  { entry: "/sum.flow", files: { "/sum.flow": `const a = ${"1 + ".repeat(2000)}1` }, compares: "codes" },
];

function cases(): Assertion[] {
  const folder = new URL("../2-check/cases/", import.meta.url);
  return readdirSync(folder).map((name) => {
    const [program = ""] = readFileSync(new URL(name, folder), "utf8").split(/^\/\/ -{20,}\n/m);
    return { entry: "/case.flow", files: { "/case.flow": program }, compares: "frames" };
  });
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
