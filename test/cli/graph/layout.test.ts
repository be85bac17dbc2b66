import assert from "node:assert/strict";
import { placeInLayers } from "../../../cli/graph/layout.ts";

const gaps = { x: 10, y: 5 };

function boxes(...ids: readonly string[]) {
  return ids.map((id) => ({ id, width: 40, height: 20 }));
}

function lines(...pairs: readonly string[]) {
  return pairs.map((pair) => ({ from: pair.charAt(0), to: pair.charAt(1) }));
}

describe("layout of graphs", () => {
  it("puts each box right of those that feed it", () => {
    const drawn = lines("ab", "bc", "ac", "cd");
    const { at, width } = placeInLayers(boxes("a", "b", "c", "d"), drawn, gaps);
    for (const { from, to } of drawn) assert.ok((at.get(from)?.x ?? 0) + 40 + gaps.x <= (at.get(to)?.x ?? 0));
    assert.equal(width, 4 * 40 + 3 * gaps.x);
  });

  it("keeps boxes of a layer apart", () => {
    const { at, height } = placeInLayers(boxes("a", "b", "c", "d"), lines("ab", "ac", "ad"), gaps);
    const tops = ["b", "c", "d"].map((id) => at.get(id)?.y ?? 0).sort((a, b) => a - b);
    assert.deepEqual(tops, [0, 25, 50]);
    assert.equal(height, 70);
    assert.equal(at.get("a")?.y, 25, "in the middle of what it feeds");
  });

  it("orders a layer so that lines do not cross", () => {
    const { at } = placeInLayers(boxes("a", "b", "y", "x"), lines("ax", "by"), gaps);
    assert.ok((at.get("a")?.y ?? 0) < (at.get("b")?.y ?? 0));
    assert.ok((at.get("x")?.y ?? 0) < (at.get("y")?.y ?? 0));
  });

  it("ends with every box placed when lines lead in a circle or to their own box", () => {
    const { at } = placeInLayers(boxes("a", "b", "c"), lines("ab", "bc", "ca", "bb"), gaps);
    assert.equal(at.size, 3);
    assert.ok((at.get("a")?.x ?? 0) < (at.get("c")?.x ?? 0));
  });

  it("gives nothing for nothing", () => {
    assert.deepEqual(placeInLayers([], [], gaps), { width: 0, height: 0, at: new Map() });
  });
});
