import assert from "node:assert/strict";
import { fedBy, feeding, flowItemAt } from "../../../editor/server/structure/flow-hierarchy.ts";
import { marked } from "../../support/marked.ts";

const program = (cursor: (text: string) => string) =>
  cursor(`topic lines: string = embedded()
topic bad: string = embedded()

agent collect {
  source  net  = netcat(port: 1)
  channel mem  = memory()
  channel copy = memory()
  sink    k    = logger()

  net.map(e => e.body.toInt() else -> bad).map(e => \`\${e.body}\`) -> [mem, copy]
  mem -> lines
  copy -> k else -> bad
}

stream count every 1s {
  lines.map(l => l.length) -> print()
  bad.count() -> discard()
}
`);

/** The cursor stands before the \`nth\` place of \`word\`. */
function around(word: string, nth = 1) {
  const text = program((whole) => {
    const at = [...whole.matchAll(new RegExp(word, "g"))][nth - 1]!.index;
    return `${whole.slice(0, at)}┆${whole.slice(at)}`;
  });
  const { analysis, offset } = marked(text);
  assert.deepEqual(analysis.diagnostics, []);
  const item = flowItemAt(analysis, offset);
  if (item === null) return null;
  const names = (side: typeof feeding) =>
    side(analysis, item.id).map(({ item: { name }, at }) => `${name} ${at.length}`);
  return { name: item.name, kind: item.kind, owner: item.owner, feeding: names(feeding), fedBy: names(fedBy) };
}

describe("who feeds whom", () => {
  it("is said of a topic, with every place at which it is written and read", () => {
    const wanted = { name: "bad", kind: "topic", owner: "", feeding: ["net 1", "copy 1"], fedBy: ["count 1"] };
    assert.deepEqual(around("bad: string"), wanted);
  });

  it("is said of the components of an agent", () => {
    const net = { name: "net", kind: "source", owner: "collect", feeding: [], fedBy: ["mem 1", "copy 1", "bad 1"] };
    assert.deepEqual(around("net  = "), net);
    const mem = { name: "mem", kind: "channel", owner: "collect", feeding: ["net 1"], fedBy: ["lines 1"] };
    assert.deepEqual(around("mem  = "), mem);
    const k = { name: "k", kind: "sink", owner: "collect", feeding: ["copy 1"], fedBy: [] };
    assert.deepEqual(around("k    = "), k);
  });

  it("is said of a stream as a whole", () => {
    const wanted = {
      name: "count",
      kind: "stream",
      owner: "",
      feeding: ["lines 1", "bad 1"],
      fedBy: ["print 1", "discard 1"],
    };
    assert.deepEqual(around("count every"), wanted);
    assert.equal(around("print")?.kind, "sink");
  });

  it("is said of nothing where nothing flows", () => {
    assert.equal(around("agent collect"), null);
  });
});
