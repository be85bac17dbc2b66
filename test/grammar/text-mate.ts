import type { TextMateGrammar, TextMateRule } from "../../grammar/highlight.ts";

interface Level {
  readonly end: string | null;
  readonly scope: string | null;
  readonly endScope: string | null;
  readonly rules: readonly TextMateRule[];
}

/** The innermost scope at each offset of a text, as an editor that reads TextMate grammars finds it, line by line. */
export function scopesOf(grammar: TextMateGrammar, text: string): (string | null)[] {
  const scopes: (string | null)[] = [];
  const levels: Level[] = [{ end: null, scope: null, endScope: null, rules: flatten(grammar, grammar.patterns) }];
  for (const line of text.split("\n")) {
    const start = scopes.length;
    scopes.push(...Array.from({ length: line.length + 1 }, () => null));
    readLine(grammar, line, levels, (at, length, scope) => scopes.fill(scope, start + at, start + at + length));
  }
  return scopes;
}

function readLine(
  grammar: TextMateGrammar,
  line: string,
  levels: Level[],
  paint: (at: number, length: number, scope: string | null) => void,
): void {
  let at = 0;
  for (let steps = 0; steps <= line.length * 2 + 2; steps++) {
    const level = levels.at(-1) as Level;
    const end = level.end === null ? null : find(level.end, line, at);
    let best: { rule: TextMateRule; match: RegExpExecArray } | null = null;
    for (const rule of level.rules) {
      const match = find(rule.match ?? rule.begin ?? "", line, at);
      if (match !== null && (best === null || match.index < best.match.index)) best = { rule, match };
    }
    const next = end !== null && (best === null || end.index <= best.match.index) ? end : (best?.match ?? null);
    const stop = next?.index ?? line.length;
    paint(at, stop - at, level.scope);
    if (next === null) return;
    at = stop + next[0].length;
    if (next === end) {
      paint(stop, next[0].length, level.endScope);
      levels.pop();
    } else if (best !== null) enter(grammar, best.rule, best.match, levels, paint);
    if (at >= line.length && next[0].length === 0) return;
  }
}

function enter(
  grammar: TextMateGrammar,
  rule: TextMateRule,
  match: RegExpExecArray,
  levels: Level[],
  paint: (at: number, length: number, scope: string | null) => void,
): void {
  const scope = rule.name ?? levels.at(-1)?.scope ?? null;
  paint(match.index, match[0].length, rule.beginCaptures?.["0"]?.name ?? scope);
  for (const [group, { name }] of Object.entries(rule.captures ?? {})) {
    const [start, stop] = match.indices?.[Number(group)] ?? [0, 0];
    paint(start, stop - start, name);
  }
  if (rule.begin !== undefined) {
    const endScope = rule.endCaptures?.["0"]?.name ?? scope;
    levels.push({ end: rule.end ?? "$", scope, endScope, rules: flatten(grammar, rule.patterns ?? []) });
  }
}

function find(pattern: string, line: string, from: number): RegExpExecArray | null {
  const regex = new RegExp(pattern, "dg");
  regex.lastIndex = from;
  return regex.exec(line);
}

/** The rules with what they include in place. */
function flatten(grammar: TextMateGrammar, rules: readonly TextMateRule[]): TextMateRule[] {
  return rules.flatMap((rule) => {
    if (rule.include === undefined) return [rule];
    return flatten(grammar, grammar.repository[rule.include.slice(1)]?.patterns ?? []);
  });
}
