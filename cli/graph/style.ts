/** Colours and fonts of a drawing, for light and dark pages. */
export const style = `
svg { --page: #ffffff; --ink: #1f2430; --dim: #5c667a; --line: #8a94a6; --agent: #f4f6fb; --stream: #f3faf5;
  --source: #dbeafe; --channel: #fef3c7; --sink: #fde2e4; --topic: #e9d8fd; --operator: #dcfce7;
  --exactly: #15803d; --least: #1d4ed8; --most: #b45309; --effort: #b91c1c }
@media (prefers-color-scheme: dark) {
  svg { --page: #14171f; --ink: #e8ebf2; --dim: #a3adbf; --line: #7b8598; --agent: #1b202c; --stream: #18241f;
    --source: #1e3a5f; --channel: #4a3b12; --sink: #54262c; --topic: #3b2a5a; --operator: #1d4030;
    --exactly: #4ade80; --least: #93c5fd; --most: #fbbf24; --effort: #f87171 }
}
text { font-family: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  fill: var(--ink) }
.page { fill: var(--page) }
.group > rect { stroke: var(--line); stroke-opacity: .45 }
.group.agent > rect { fill: var(--agent) } .group.stream > rect { fill: var(--stream) }
.group > text { font-size: 14px; font-weight: 600 } .word { fill: var(--dim); font-weight: 400 }
svg { --tone: var(--line) }
.bestEffort { --tone: var(--effort) } .atMostOnce { --tone: var(--most) }
.atLeastOnce { --tone: var(--least) } .exactlyOnce { --tone: var(--exactly) }
.badge rect { fill: none; stroke: var(--tone); stroke-opacity: .6 }
.badge text { font-size: 11px; text-anchor: middle; fill: var(--tone) }
.node rect, .node path { stroke: var(--line) }
.node.source rect { fill: var(--source) } .node.channel rect { fill: var(--channel) }
.node.sink rect { fill: var(--sink) } .shape { fill: var(--topic) } .end { fill: none }
.node.operator rect { fill: var(--operator) }
.node text { text-anchor: middle } .label { font-size: 14px } .detail { font-size: 11.5px; fill: var(--dim) }
.line { fill: none; stroke: var(--tone); stroke-width: 1.6 } .aside .line { stroke-dasharray: 5 4 }
.head { fill: var(--tone) }
.edge text { font-size: 11px; fill: var(--dim); text-anchor: middle }
.edge:hover .line { stroke: var(--ink) } .edge:hover text { fill: var(--ink) }
`;
