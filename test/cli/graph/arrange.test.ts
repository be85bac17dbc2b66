import assert from "node:assert/strict";
import { arrange, type Placed } from "../../../cli/graph/arrange.ts";
import type { Box, Line } from "../../../cli/graph/columns.ts";

const gaps = { x: 10, y: 5, border: 0, width: Number.POSITIVE_INFINITY, align: "middle" } as const;
const label = { width: 30, height: 10 };

function boxes(...ids: readonly string[]): Box[] {
  return ids.map((id) => ({ id, width: 40, height: 20 }));
}

function lines(...pairs: readonly string[]): Line[] {
  return pairs.map((pair) => ({ id: pair, from: pair.charAt(0), to: pair.charAt(1), label }));
}

function leftOf(placed: Placed, id: string): number {
  return placed.at.get(id)?.x ?? Number.NaN;
}

function topOf(placed: Placed, id: string): number {
  return placed.at.get(id)?.y ?? Number.NaN;
}

describe("layout of graphs", () => {
  it("puts each box right of those that feed it, with room for the labels between", () => {
    const drawn = lines("ab", "bc", "ac", "cd");
    const placed = arrange(boxes("a", "b", "c", "d"), drawn, gaps);
    const needed = 40 + gaps.x + label.width + gaps.x;
    for (const { from, to } of drawn) assert.ok(leftOf(placed, from) + needed <= leftOf(placed, to));
    assert.equal(placed.width, 4 * 40 + 3 * (label.width + 2 * gaps.x));
  });

  it("keeps a row level", () => {
    const placed = arrange(boxes("a", "b", "c"), lines("ab", "bc"), gaps);
    assert.equal(topOf(placed, "a"), topOf(placed, "b"));
    for (const { runs } of placed.routes.values()) assert.equal(new Set(runs.map((run) => run.y)).size, 1);
  });

  it("keeps boxes of a column apart, and the one that feeds them in their middle", () => {
    const placed = arrange(boxes("a", "b", "c", "d"), lines("ab", "ac", "ad"), gaps);
    const tops = ["b", "c", "d"].map((id) => topOf(placed, id)).sort((a, b) => a - b);
    assert.ok((tops[1] ?? 0) - (tops[0] ?? 0) >= 25 && (tops[2] ?? 0) - (tops[1] ?? 0) >= 25);
    assert.ok(Math.abs(topOf(placed, "a") - (tops[1] ?? 0)) < 1);
  });

  it("orders a column so that lines do not cross", () => {
    const placed = arrange(boxes("a", "b", "y", "x"), lines("ax", "by"), gaps);
    assert.equal(
      Math.sign(topOf(placed, "a") - topOf(placed, "b")),
      Math.sign(topOf(placed, "x") - topOf(placed, "y")),
    );
  });

  it("leads a long line past the boxes between", () => {
    const placed = arrange(boxes("a", "b", "c"), lines("ab", "bc", "ac"), gaps);
    const b = placed.at.get("b") ?? { x: 0, y: 0 };
    const passing = placed.routes.get("ac")?.runs.filter((run) => run.x <= b.x + 40 && b.x <= run.to) ?? [];
    assert.equal(passing.length, 1);
    for (const { y } of passing) assert.ok(y < b.y || b.y + 20 < y);
  });

  it("breaks what is too wide into rows, and leads lines from one to the next between them", () => {
    const ids = [..."abcdefgh"];
    const drawn = lines(...ids.slice(1).map((id, index) => `${ids[index]}${id}`), "ah");
    const placed = arrange(boxes(...ids), drawn, { ...gaps, width: 280 });
    assert.ok(placed.width <= 280);
    for (const [index, id] of ids.entries()) {
      const before = ids[index - 1];
      if (before === undefined) continue;
      const isBelow = topOf(placed, before) + 20 < topOf(placed, id);
      assert.equal(isBelow, index % 3 === 0, `${id} begins a row`);
      const runs = placed.routes.get(`${before}${id}`)?.runs ?? [];
      assert.equal(runs.filter((run) => run.to < run.x).length, isBelow ? 1 : 0);
      assert.ok(runs.filter((run) => run.to < run.x).every(({ y }) => topOf(placed, before) + 20 < y));
    }
    assert.equal(placed.routes.get("ah")?.runs.filter((run) => run.to < run.x).length, 2);
  });

  it("breaks no row within a line that leads back", () => {
    const placed = arrange(boxes(..."abcdef"), lines("ab", "bc", "cd", "db", "de", "ef"), { ...gaps, width: 280 });
    for (const id of "bcd") assert.ok(leftOf(placed, "b") <= leftOf(placed, id));
    const back = placed.routes.get("db")?.runs[1]?.y ?? 0;
    assert.ok(back > topOf(placed, "d") && back < topOf(placed, "f"), "its lane is below its own row");
  });

  it("leads lines that close a circle back below everything, each by itself", () => {
    const placed = arrange(boxes("a", "b", "c"), lines("ab", "bc", "ca", "ba"), gaps);
    const below = Math.max(...["a", "b", "c"].map((id) => topOf(placed, id) + 20));
    const levels = ["ca", "ba"].map((id) => placed.routes.get(id)?.runs[1]?.y ?? 0);
    assert.ok(levels.every((y) => y > below && y <= placed.height));
    assert.notEqual(levels[0], levels[1]);
    assert.ok(leftOf(placed, "a") < leftOf(placed, "c"));
  });

  it("ends with every box placed when a line leads to its own box", () => {
    assert.equal(arrange(boxes("a", "b"), lines("ab", "bb"), gaps).at.size, 2);
  });

  it("keeps boxes and labels of any graph apart, and gives the same picture again", () => {
    let seed = 1;
    const random = (below: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    for (let round = 0; round < 60; round++) {
      const ids = [..."abcdefghij"].slice(0, 2 + random(9));
      const some = Array.from({ length: random(14) }, (_, at): Line => {
        const [from, to] = [ids[random(ids.length)], ids[random(ids.length)]] as [string, string];
        return { id: `${at}`, from, to, label: random(3) === 0 ? null : { width: 10 + random(60), height: 10 } };
      }).filter((line) => line.from !== line.to);
      const all = ids.map((id) => ({ id, width: 20 + random(80), height: 20 + random(30) }));
      const width = random(2) === 0 ? gaps.width : 200 + random(300);
      const placed = arrange(all, some, { ...gaps, width });
      const frames = [
        ...all.map(({ id, width, height }) => ({ ...(placed.at.get(id) ?? { x: 0, y: 0 }), width, height })),
        ...some.flatMap((line) => {
          const at = placed.routes.get(line.id)?.label;
          return at && line.label !== null ? [{ ...at, ...line.label }] : [];
        }),
      ];
      for (const [index, a] of frames.entries()) {
        for (const b of frames.slice(index + 1)) {
          const clear = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          assert.ok(clear, `round ${round}: ${JSON.stringify([a, b])}`);
        }
      }
      assert.deepEqual(arrange(all, some, { ...gaps, width }), placed);
    }
  });

  it("gives nothing for nothing", () => {
    const { width, height, at } = arrange([], [], gaps);
    assert.deepEqual([width, height, at.size], [0, 0, 0]);
  });
});
