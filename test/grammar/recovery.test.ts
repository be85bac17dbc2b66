import assert from "node:assert/strict";
import { scan, tokenSpan } from "../../grammar/scan.ts";
import { parseSoundly, programs } from "./invariants.ts";

for (const [name, text] of programs) {
  it(`${name} parses without a complaint`, () => {
    assert.deepEqual(parseSoundly(text).diagnostics, []);
  });

  it(`every prefix of ${name} yields a tree`, () => {
    for (let length = 0; length <= text.length; length++) parseSoundly(text.slice(0, length));
  });

  it(`${name} without any one of its tokens yields a tree`, () => {
    for (const token of scan(text).tokens) {
      const { start, end } = tokenSpan(token);
      parseSoundly(text.slice(0, start) + text.slice(end));
    }
  });

  it(`${name} with any one of its tokens twice yields a tree`, () => {
    for (const token of scan(text).tokens) {
      const { end } = tokenSpan(token);
      parseSoundly(`${text.slice(0, end)} ${token.image} ${text.slice(end)}`);
    }
  });
}

const unclosed = [
  "agent a1 {\n  source r1 = netcat(\n  channel c1 = memory()\n}",
  "agent a1 {\n  source r1 = netcat(port: 1,\n  channel c1 = memory()\n  )\n}",
  "stream s every 1s {\n  let x = f([\n  let y = 1\n  y -> print()\n}",
];
for (const text of unclosed) {
  it(`ends where a list stays open before a statement: ${JSON.stringify(text)}`, () => {
    parseSoundly(text);
  });
}
