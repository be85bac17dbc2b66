/**
 * What configurations become: for each `cases/NAME.properties` the program in `NAME.flow` and the report in `NAME.txt`.
 * `UPDATE=1` writes both.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { diskHost } from "../../../cli/disk-host.ts";
import { importFlume } from "../../../cli/import/flume/import-flume.ts";
import { findingText } from "../../../cli/import/flume/read/findings.ts";
import { analyse, createCache } from "../../../compiler/compile.ts";
import { format } from "../../../grammar/format.ts";
import { parse } from "../../../grammar/parse.ts";

describe("an import of a Flume configuration", () => {
  const folder = new URL("cases/", import.meta.url);
  const host = diskHost();
  const cache = createCache();
  const library = host.stdlib.map((path) => parse(host.read(path) ?? "", path).tree);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".properties"))
    .map((name) => name.replace(".properties", ""));

  const importCase = (name: string) => {
    const bytes = readFileSync(new URL(`${name}.properties`, folder));
    return importFlume([{ bytes, file: `${name}.properties` }], library, {
      agents: [],
      modern: name.startsWith("modern-"),
      home: "/home/flume",
      environment: { LEVEL: "WARN|ERROR" },
    });
  };

  for (const name of names) {
    it(`is what it was: ${name}`, () => {
      const { text, findings } = importCase(name);
      const report = findings.map((finding) => `${findingText(finding)}\n`).join("");
      const [program, said] = [new URL(`${name}.flow`, folder), new URL(`${name}.txt`, folder)];
      if (process.env["UPDATE"]) {
        writeFileSync(program, text);
        writeFileSync(said, report);
      }
      assert.ok(existsSync(program), "UPDATE=1 writes it");
      assert.equal(text, readFileSync(program, "utf8"));
      assert.equal(report, readFileSync(said, "utf8"));
    });

    it(`passes check, in the one layout: ${name}`, () => {
      const path = fileURLToPath(new URL(`${name}.flow`, folder));
      const text = readFileSync(path, "utf8");
      assert.deepEqual(format(text), { text });
      const { diagnostics } = analyse(host, path, cache);
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message),
        [],
      );
    });

    it(`keeps every comment and tells every report beside its part: ${name}`, () => {
      const { text, findings } = importCase(name);
      const flat = text.replaceAll(/\n\s*\/\/ {3}/g, " ").replaceAll(/\s+/g, " ");
      for (const finding of findings) assert.ok(flat.includes(findingText(finding).replaceAll(/\s+/g, " ")), flat);
      const lines = readFileSync(new URL(`${name}.properties`, folder), "utf8").split("\n");
      for (const line of lines) {
        const comment = /^[#!]\s*(.+)$/.exec(line)?.[1];
        if (comment !== undefined) assert.ok(text.includes(`// ${comment}`), `${comment} is not in:\n${text}`);
      }
    });
  }

  it("throws nothing, and gives a program that parses, whatever is cut from a file", () => {
    for (const name of ["multiplexing", "environment", "kafka", "broken-groups", "tutorial-comments-behind"]) {
      const lines = readFileSync(new URL(`${name}.properties`, folder), "latin1").split("\n");
      for (let gone = 0; gone < lines.length; gone++) {
        const bytes = Buffer.from(lines.toSpliced(gone, 1).join("\n"), "latin1");
        const { text } = importFlume([{ bytes, file: "cut" }], library, {
          agents: [],
          modern: false,
          home: "/home/flume",
        });
        assert.deepEqual(parse(text, "").diagnostics, [], text);
        assert.deepEqual(format(text), { text });
      }
    }
  });
});
