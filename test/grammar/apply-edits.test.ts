import assert from "node:assert/strict";
import { applyEdits } from "../../grammar/apply-edits.ts";

it("puts edits in from the end, so that earlier places stay right", () => {
  const edits = [
    { span: { start: 0, end: 3 }, text: "one" },
    { span: { start: 8, end: 11 }, text: "three" },
    { span: { start: 4, end: 7 }, text: "" },
  ];
  assert.equal(applyEdits("aaa bbb ccc", edits), "one  three");
});
