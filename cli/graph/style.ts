import type { Guarantee } from "../../compiler/3-plan/checks/guarantee.ts";

interface Palette {
  readonly page: string;
  readonly ink: string;
  readonly dim: string;
  readonly line: string;
  /** What boxes and groups are filled with, by selector. */
  readonly fills: Readonly<Record<string, string>>;
  readonly tones: Readonly<Record<Guarantee, string>>;
}

const light: Palette = {
  page: "#ffffff",
  ink: "#1f2430",
  dim: "#5c667a",
  line: "#8a94a6",
  fills: {
    ".group.agent > rect": "#f4f6fb",
    ".group.stream > rect": "#f3faf5",
    ".node.source rect": "#dbeafe",
    ".node.channel rect": "#fef3c7",
    ".node.sink rect": "#fde2e4",
    ".node.operator rect": "#dcfce7",
    ".node.topic .shape": "#e9d8fd",
  },
  tones: { exactlyOnce: "#15803d", atLeastOnce: "#1d4ed8", atMostOnce: "#b45309", bestEffort: "#b91c1c" },
};

const dark: Palette = {
  page: "#14171f",
  ink: "#e8ebf2",
  dim: "#a3adbf",
  line: "#7b8598",
  fills: {
    ".group.agent > rect": "#1b202c",
    ".group.stream > rect": "#18241f",
    ".node.source rect": "#1e3a5f",
    ".node.channel rect": "#4a3b12",
    ".node.sink rect": "#54262c",
    ".node.operator rect": "#1d4030",
    ".node.topic .shape": "#3b2a5a",
  },
  tones: { exactlyOnce: "#4ade80", atLeastOnce: "#93c5fd", atMostOnce: "#fbbf24", bestEffort: "#f87171" },
};

/** Every rule that names a colour, with the colours written out: many renderers know no CSS variables and paint black. */
function coloursOf({ page, ink, dim, line, fills, tones }: Palette): string {
  return [
    `text { fill: ${ink} } .page { fill: ${page} }`,
    `.word, .detail, .edge text { fill: ${dim} }`,
    `.group > rect, .node rect, .node path, .line { stroke: ${line} }`,
    `.head { fill: ${line} }`,
    ...Object.entries(fills).map(([selector, colour]) => `${selector} { fill: ${colour} }`),
    ...Object.entries(tones).map(
      ([tone, colour]) =>
        `.badge.${tone} rect, .edge.${tone} .line { stroke: ${colour} } ` +
        `.badge.${tone} text, .head.${tone} { fill: ${colour} }`,
    ),
    `.edge:hover .line { stroke: ${ink} } .edge:hover text { fill: ${ink} }`,
  ].join("\n");
}

/** Colours and fonts of a drawing: the light colours, and the dark ones on top where the reader prefers them. */
export const style = `
text { font-family: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
.group > rect { stroke-opacity: .45 } .group > text { font-size: 14px; font-weight: 600 } .word { font-weight: 400 }
.badge rect { fill: none; stroke-opacity: .6 } .badge text { font-size: 11px; text-anchor: middle }
.end { fill: none } .node text { text-anchor: middle } .label { font-size: 14px } .detail { font-size: 11.5px }
.line { fill: none; stroke-width: 1.6 } .aside .line { stroke-dasharray: 5 4 }
.edge text { font-size: 11px; text-anchor: middle }
${coloursOf(light)}
@media (prefers-color-scheme: dark) {
${coloursOf(dark)}
}
`;
