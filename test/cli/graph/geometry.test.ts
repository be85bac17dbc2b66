import assert from "node:assert/strict";
import { type Frame, layOutGraph } from "../../../cli/graph/picture.ts";
import { edgeText, letter } from "../../../cli/graph/sizes.ts";
import { toSvg } from "../../../cli/graph/svg.ts";
import { drawnPrograms } from "./programs.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

describe("pictures of programs", () => {
  for (const { name, graph } of drawnPrograms()) {
    describe(name, () => {
      const picture = layOutGraph(graph);
      const nodes = graph.nodes.map((node) => ({ ...node, frame: picture.nodes.get(node.id) as Frame }));
      const labels = graph.edges.flatMap((edge, index): Frame[] => {
        const at = picture.edges[index]?.label;
        return at ? [{ ...at, width: (edgeText(edge) ?? "").length * letter.edge, height: 13 }] : [];
      });

      it("has a label for every line, and no text over another or over a box", () => {
        assert.equal(labels.length, graph.edges.filter((edge) => edge.label !== null).length);
        apart([...labels, ...nodes.map((node) => node.frame)]);
      });

      it("has every part within its group, and groups and topics apart", () => {
        const outer = [
          ...picture.groups.values(),
          ...nodes.filter((node) => node.group === null).map((node) => node.frame),
        ];
        apart(outer);
        for (const { group, frame } of nodes) if (group !== null) assert.ok(holds(picture.groups.get(group), frame));
        const page = { x: 0, y: 0, width: picture.width, height: picture.height };
        for (const frame of outer) assert.ok(holds(page, frame));
      });

      // Lines that lead back run below one row; `everything` has one around all of it.
      if (name !== "everything") {
        it("fits a page", () => {
          const [, width = ""] = /viewBox="0 0 (\d+) /.exec(toSvg(graph)) ?? [];
          assert.ok(Number(width) <= 1000, width);
        });
      }

      it("leads every line from its start to its end, past all other boxes", () => {
        const lines = linesOf(toSvg(graph));
        assert.equal(lines.length, graph.edges.length);
        for (const [index, { from, to }] of graph.edges.entries()) {
          const points = lines[index] as readonly Point[];
          const [start, end] = [picture.nodes.get(from), picture.nodes.get(to)] as [Frame, Frame];
          near(points[0], { x: start.x + start.width, y: start.y + start.height / 2 });
          near(points.at(-1), { x: end.x, y: end.y + end.height / 2 });
          for (const node of nodes) {
            if (node.id === from || node.id === to) continue;
            const met = points.find((point) => within(node.frame, point));
            assert.equal(met, undefined, `${from} -> ${to} meets ${node.id}`);
          }
        }
      });
    });
  }
});

/** Points along each line of a drawing, in the picture's own coordinates. */
function linesOf(svg: string): Point[][] {
  return [...svg.matchAll(/<path class="line" d="([^"]+)"/g)].map(([, path = ""]) => {
    const points: Point[] = [];
    for (const [, command, numbers = ""] of path.matchAll(/([MHC])([^MHC]*)/g)) {
      const values = numbers.trim().split(" ").map(Number);
      const at = points.at(-1) ?? { x: 0, y: 0 };
      if (command === "M") points.push({ x: values[0] ?? 0, y: values[1] ?? 0 });
      else if (command === "H")
        for (let t = 0; t <= 50; t++) points.push({ x: at.x + (((values[0] ?? 0) - at.x) * t) / 50, y: at.y });
      else points.push(...curve(at, values));
    }
    return points;
  });
}

function curve(from: Point, [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x = 0, y = 0]: readonly number[]): Point[] {
  const mix = (t: number, a: number, b: number, c: number, d: number): number =>
    (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;
  return Array.from({ length: 50 }, (_, index) => {
    const t = (index + 1) / 50;
    return { x: mix(t, from.x, x1, x2, x), y: mix(t, from.y, y1, y2, y) };
  });
}

function apart(frames: readonly Frame[]): void {
  for (const [index, a] of frames.entries()) {
    for (const b of frames.slice(index + 1)) {
      const clear = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      assert.ok(clear, JSON.stringify([a, b]));
    }
  }
}

function holds(outer: Frame | undefined, inner: Frame): boolean {
  return (
    outer !== undefined &&
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    inner.x + inner.width <= outer.x + outer.width + 0.1 &&
    inner.y + inner.height <= outer.y + outer.height + 0.1
  );
}

function within(frame: Frame, { x, y }: Point): boolean {
  return x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height;
}

function near(found: Point | undefined, wanted: Point): void {
  assert.ok(found && Math.hypot(found.x - wanted.x, found.y - wanted.y) < 0.2, JSON.stringify([found, wanted]));
}
