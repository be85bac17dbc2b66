import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { analyseWithModules, createCache } from "../../compiler/compile.ts";
import { messages } from "../../compiler/model/messages/messages.ts";
import { syntaxMessages } from "../../grammar/messages.ts";
import { memoryHost, runtimeModule } from "../support/memory-host.ts";

/** Every code has a page with a program that gets it and one that does not; both are compiled here. */
describe("docs/errors", () => {
  const folder = new URL("../../docs/errors/", import.meta.url);
  const codes = [...Object.keys(syntaxMessages.table), ...Object.keys(messages.table)].sort();
  const cache = createCache();

  it("has a page for every code and no other", () => {
    const pages = readdirSync(folder).filter((name) => name.startsWith("FLOW"));
    assert.deepEqual(pages.map((name) => name.replace(".md", "")).sort(), codes);
  });

  for (const code of codes) {
    it(code, async () => {
      const page = readFileSync(new URL(`${code}.md`, folder), "utf8");
      const [, wrong = "", right = ""] = page.split(/^## (?:Wrong|Right)$/m);
      const found = (await diagnose(wrong)).map((one) => one.code);
      assert.deepEqual([...new Set(found)], [code], "the wrong program gets this code and no other");
      assert.deepEqual(
        (await diagnose(right)).map((one) => `${one.code} ${one.message}`),
        [],
        "the right program is right",
      );
    });
  }

  async function diagnose(section: string) {
    const files: Record<string, string> = {};
    for (const [, name = "main.flow", text = ""] of section.matchAll(/^```(?:flow|ts) ?(\S+)?\n(.*?)^```/gms)) {
      files[`/docs/${name}`] = text;
    }
    const host = memoryHost(files);
    return (await analyseWithModules(host, "/docs/main.flow", { runtime: runtimeModule }, cache)).diagnostics;
  }
});
