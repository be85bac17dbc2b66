import assert from "node:assert/strict";
import type { Content } from "../../../stdlib/support/rolling/file-store.ts";
import { GrowingContent } from "../../../stdlib/support/rolling/growing-content.ts";

function content(text: string): Content {
  return { pieces: () => [Buffer.from(text)] };
}

async function textOf(growing: Content): Promise<string> {
  let text = "";
  for await (const piece of growing.pieces()) text += String(piece);
  return text;
}

describe("content that grows while it is sent", () => {
  it("is the same to a second try that begins while the first still waits for more", async () => {
    const coming = ["b", "c"];
    const growing = new GrowingContent(content("a"), async () => {
      const text = coming.shift();
      return text === undefined ? null : content(text);
    });
    assert.deepEqual(await Promise.all([textOf(growing), textOf(growing)]), ["abc", "abc"]);
    assert.equal(await textOf(growing), "abc");
  });
});
