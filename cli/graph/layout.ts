/**
 * Places boxes from left to right in layers, after Sugiyama, Tagawa and Toda (1981): every box stands right of those
 * that feed it, and boxes of a layer are ordered so that few lines cross. Edges that close a loop are left out of the
 * layering. Groups are laid out first and then take part as one box each.
 */

export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly from: string;
  readonly to: string;
}

export interface Placed {
  readonly width: number;
  readonly height: number;
  /** Left upper corner of each box. */
  readonly at: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
}

export interface Gaps {
  /** Between layers. */
  readonly x: number;
  /** Between boxes of a layer. */
  readonly y: number;
}

export function placeInLayers(boxes: readonly Box[], lines: readonly Line[], gaps: Gaps): Placed {
  const layers = order(layersOf(boxes, withoutLoops(boxes, lines)), lines);
  const heights = layers.map((layer) => layer.reduce((sum, box) => sum + box.height + gaps.y, -gaps.y));
  const height = Math.max(0, ...heights);
  const at = new Map<string, { x: number; y: number }>();
  let x = 0;
  for (const [index, layer] of layers.entries()) {
    const width = Math.max(...layer.map((box) => box.width));
    let y = (height - (heights[index] ?? 0)) / 2;
    for (const box of layer) {
      at.set(box.id, { x, y });
      y += box.height + gaps.y;
    }
    x += width + gaps.x;
  }
  return { width: Math.max(0, x - gaps.x), height, at };
}

/** The lines without those that lead back to a box from which they can be reached. */
function withoutLoops(boxes: readonly Box[], lines: readonly Line[]): readonly Line[] {
  const next = linesBy(lines, (line) => line.from);
  const state = new Map<string, "open" | "done">();
  const kept: Line[] = [];
  const visit = (id: string) => {
    state.set(id, "open");
    for (const line of next.get(id) ?? []) {
      if (state.get(line.to) === "open") continue;
      kept.push(line);
      if (!state.has(line.to)) visit(line.to);
    }
    state.set(id, "done");
  };
  for (const box of boxes) if (!state.has(box.id)) visit(box.id);
  return kept;
}

/** Each box one layer behind the last of those that feed it. */
function layersOf(boxes: readonly Box[], lines: readonly Line[]): Box[][] {
  const feeders = linesBy(lines, (line) => line.to);
  const depths = new Map<string, number>();
  const depth = (id: string): number => {
    let found = depths.get(id);
    if (found === undefined) {
      found = Math.max(0, ...(feeders.get(id) ?? []).map((line) => depth(line.from) + 1));
      depths.set(id, found);
    }
    return found;
  };
  const layers: Box[][] = [];
  for (const box of boxes) {
    const layer = depth(box.id);
    while (layers.length <= layer) layers.push([]);
    layers[layer]?.push(box);
  }
  return layers;
}

/**
 * Sweeps forth and back, sorting each layer by the middle of the places of its neighbours on the side where the sweep
 * comes from (the barycentre heuristic). Boxes without such neighbours stay where they are.
 */
function order(layers: readonly (readonly Box[])[], lines: readonly Line[]): readonly (readonly Box[])[] {
  const feeders = linesBy(lines, (line) => line.to);
  const fed = linesBy(lines, (line) => line.from);
  const place = new Map<string, number>();
  const remember = (layer: readonly Box[]) => {
    for (const [index, box] of layer.entries()) place.set(box.id, (index + 0.5) / layer.length);
  };
  layers.forEach(remember);
  const middle = (box: Box, forth: boolean): number => {
    const neighbours = forth
      ? (feeders.get(box.id) ?? []).map((line) => line.from)
      : (fed.get(box.id) ?? []).map((line) => line.to);
    const places = neighbours.map((id) => place.get(id) ?? 0.5);
    if (places.length === 0) return place.get(box.id) ?? 0.5;
    return places.reduce((sum, value) => sum + value, 0) / places.length;
  };
  let current = layers;
  for (const forth of [true, false, true]) {
    const sorted = (forth ? current : current.toReversed()).map((layer) => {
      const result = layer.toSorted((a, b) => middle(a, forth) - middle(b, forth));
      remember(result);
      return result;
    });
    current = forth ? sorted : sorted.toReversed();
  }
  return current;
}

function linesBy(lines: readonly Line[], end: (line: Line) => string): ReadonlyMap<string, readonly Line[]> {
  const found = new Map<string, Line[]>();
  for (const line of lines) {
    const same = found.get(end(line));
    if (same === undefined) found.set(end(line), [line]);
    else same.push(line);
  }
  return found;
}
