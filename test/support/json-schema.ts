import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { root } from "./sluice.ts";

/** Fails where `output`, or one of its lines for `lines`, is not JSON as `docs/schemas/NAME.json` says. */
export function expectSchema(name: string, output: string, { lines = false } = {}): void {
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(join(root, `docs/schemas/${name}.json`), "utf8")));
  const texts = lines ? output.split("\n").filter((line) => line !== "") : [output];
  assert.ok(texts.length > 0, `${name} has printed nothing`);
  for (const text of texts) {
    const { error } = schema.safeParse(JSON.parse(text));
    assert.equal(error, undefined, `${name}: ${error?.message}\n${text.slice(0, 500)}`);
  }
}
