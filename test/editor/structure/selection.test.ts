import assert from "node:assert/strict";
import { selections } from "../../../editor/server/structure/selection.ts";
import { marked } from "../../support/marked.ts";

it("grows from a word to the file, step by step", () => {
  const { analysis, offset, text } = marked("const one = 1\nfn f(a: int): int = (a + o┆ne) * 2");
  assert.deepEqual(
    selections(analysis, offset).map(({ start, end }) => text.slice(start, end)),
    ["one", "a + one", "(a + one)", "(a + one) * 2", "fn f(a: int): int = (a + one) * 2", text],
  );
});
