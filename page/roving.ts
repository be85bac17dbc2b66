const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** One of `elements` can be reached by Tab; from there arrow keys go to the nearest one in their direction. */
export function moveByKeys(elements: readonly SVGGraphicsElement[]): void {
  const enter = (element: SVGGraphicsElement): void => {
    for (const other of elements) other.setAttribute("tabindex", other === element ? "0" : "-1");
  };
  if (elements[0] !== undefined) enter(elements[0]);
  for (const element of elements) {
    element.addEventListener("focus", () => enter(element));
    element.addEventListener("keydown", (event) => {
      const direction = DIRECTIONS[event.key];
      if (direction === undefined) return;
      const next = nearest(element, elements, direction);
      if (next === null) return;
      event.preventDefault();
      event.stopPropagation();
      next.focus();
    });
  }
}

function nearest(
  from: SVGGraphicsElement,
  elements: readonly SVGGraphicsElement[],
  [dx, dy]: readonly [number, number],
): SVGGraphicsElement | null {
  const own = centerOf(from);
  let best: SVGGraphicsElement | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const element of elements) {
    if (element === from) continue;
    const center = centerOf(element);
    const [x, y] = [center.x - own.x, center.y - own.y];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead <= 4) continue;
    const cost = ahead + 3 * aside;
    if (cost < least) [best, least] = [element, cost];
  }
  return best;
}

function centerOf(element: SVGGraphicsElement): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  // Of a frame around others its head stands for it.
  return { x: left + width / 2, y: element.classList.contains("group") ? top : top + height / 2 };
}
