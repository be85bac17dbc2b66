import assert from "node:assert/strict";
import { render } from "../../../compiler/report/render.ts";

describe("a frame", () => {
  const one = {
    code: "FLOW2001",
    severity: "error",
    file: "/a.flow",
    span: { start: 4, end: 5 },
    message: "there is no `b` here",
  } as const;
  const options = { text: () => "a ->b", path: () => "a.flow", color: false };

  it("links its code to the page about it, where the terminal can", () => {
    const linked = render([one], { ...options, page: (code) => `file:///docs/${code}.md` });
    const link = "\u001b]8;;file:///docs/FLOW2001.md\u0007FLOW2001\u001b]8;;\u0007";
    assert.ok(linked.startsWith(`error[${link}]: there is no \`b\` here\n`), linked);
  });

  it("has no escapes where there is no link to give", () => {
    assert.ok(!render([one], options).includes("\u001b"));
    assert.ok(!render([one], { ...options, page: () => null }).includes("\u001b"));
  });
});
