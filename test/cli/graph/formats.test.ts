import assert from "node:assert/strict";
import type { Graph } from "../../../cli/graph/graph.ts";
import { toSvg } from "../../../cli/graph/svg.ts";
import { toDot, toJson, toMermaid } from "../../../cli/graph/text-formats.ts";
import { drawnPrograms, graphOfText } from "./programs.ts";

const formats: Readonly<Record<string, (graph: Graph) => string>> = {
  svg: toSvg,
  mermaid: toMermaid,
  dot: toDot,
  json: toJson,
};

/** Names and texts that mean something in each of the formats. */
const spiteful = String.raw`/// Says "<b>&amp;</b>", and \ too.
agent a {
  source  r = netcat(port: 1)
  channel c = memory()
  channel d = memory()
  r -> route e => e.headers["a<b"] else "\"&" { "<x>" => c, "a\\b", "]|[" => d, else => c }
  c -> logger()
  d -> logger()
}
`;

describe("formats of graphs", () => {
  for (const { name, graph } of drawnPrograms()) {
    it(`draw ${name} with every node and line, and alike each time`, () => {
      for (const [format, write] of Object.entries(formats)) {
        const text = write(graph);
        assert.equal(write(graph), text, format);
        for (const node of graph.nodes) assert.ok(text.includes(node.label), `${format} lacks ${node.label}`);
      }
      assert.equal(toMermaid(graph).match(/-->|-\.->/g)?.length, graph.edges.length);
      assert.equal(toDot(graph).match(/^ {2}"[^"]*" -> "/gm)?.length, graph.edges.length);
      assert.equal(toSvg(graph).match(/class="line"/g)?.length, graph.edges.length);
      assert.deepEqual(JSON.parse(toJson(graph)), JSON.parse(JSON.stringify(graph)));
    });

    it(`draws ${name} as well-formed SVG with a title and words for everything`, () => {
      const svg = toSvg(graph);
      assert.deepEqual(openElements(svg), []);
      assert.match(
        svg,
        /^<svg [^>]* role="img" aria-labelledby="title desc">\n<title id="title">program\.flow<\/title>\n<desc id="desc">/,
      );
      assert.equal(
        svg.match(/<g class="(node|edge|group) [^"]*"><title>|<g class="edge"><title>/g)?.length,
        graph.nodes.length + graph.edges.length + graph.groups.length,
      );
      assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
      assert.match(svg, /@media \(prefers-color-scheme: dark\)/);
    });
  }

  it("write the colours of the picture out, for renderers without variables of CSS", () => {
    for (const { graph } of drawnPrograms()) {
      const svg = toSvg(graph);
      assert.doesNotMatch(svg, /var\(|--[\w-]+:/);
      const [light = ""] = svg.split("@media");
      const filled = (selector: string): boolean => light.includes(`${selector} { fill: #`);
      const kinds = new Set(graph.nodes.map(({ kind }) => `.node.${kind} ${kind === "topic" ? ".shape" : "rect"}`));
      const groups = new Set(graph.groups.map(({ kind }) => `.group.${kind} > rect`));
      for (const selector of [".page", "text", ...kinds, ...groups]) assert.ok(filled(selector), selector);
    }
  });

  it("escape what would mean something else", () => {
    const graph = graphOfText(spiteful);
    const svg = toSvg(graph);
    assert.deepEqual(openElements(svg), []);
    assert.ok(svg.includes("Says &quot;&lt;b&gt;&amp;amp;&lt;/b&gt;&quot;, and \\ too."));
    assert.ok(svg.includes(">&quot;&lt;x&gt;&quot;</text>"));
    assert.ok(toDot(graph).includes(String.raw`label="\"a\\\\b\", \"]|[\""`));
    assert.ok(toMermaid(graph).includes(String.raw`|"&quot;a\\b&quot;, &quot;]|[&quot;"|`));
  });

  it("cut long texts where they are drawn, and keep them in tooltips and data", () => {
    const graph = graphOfText(`stream s every 1s {
      lines("x").map(x => { first: x, second: x, third: x, fourth: x }) -> print()
    }`);
    const type = "{ first: string, second: string, third: string, fourth: string }";
    const svg = toSvg(graph);
    assert.ok(svg.includes(">{ first: string, second: string…</text>"));
    assert.ok(svg.includes(`map -&gt; print\n${type}\nbestEffort</title>`));
    assert.ok(toMermaid(graph).includes(type) && toDot(graph).includes(type) && toJson(graph).includes(type));
  });
});

/** Elements that are not closed, or are closed out of turn; every `&` must begin an entity. */
function openElements(svg: string): string[] {
  assert.doesNotMatch(svg, /&(?!(amp|lt|gt|quot);)/);
  const open: string[] = [];
  for (const [, end = "", name = "", empty = ""] of svg.matchAll(/<(\/?)(\w+)(?:"[^"]*"|[^">])*?(\/?)>/g)) {
    if (end !== "") assert.equal(open.pop(), name);
    else if (empty === "") open.push(name);
  }
  return open;
}
