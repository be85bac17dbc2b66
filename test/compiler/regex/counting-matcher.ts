import type { AST } from "@eslint-community/regexpp";
import { parseRegex } from "../../../compiler/regex/letters.ts";

/** Steps that a backtracking matcher takes to search `text`, up to `most`: ECMAScript's own algorithm, counted. */
export function countSteps(pattern: string, text: string, most: number): number {
  const tree = parseRegex(pattern, "");
  let steps = 0;
  type Then = (at: number) => boolean;

  const element = (node: AST.Element, at: number, then: Then): boolean => {
    if (++steps > most) throw new Enough();
    switch (node.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        return at < text.length && matches(node.raw, text[at]!) && then(at + 1);
      case "Group":
      case "CapturingGroup":
        return node.alternatives.some((alternative) => sequence(alternative.elements, 0, at, then));
      case "Quantifier":
        return repeat(node, 0, at, then);
      case "Assertion":
        return holds(node, at) && then(at);
      default:
        throw new Error(`the generator writes no ${node.type}`);
    }
  };
  const sequence = (nodes: readonly AST.Element[], index: number, at: number, then: Then): boolean => {
    const node = nodes[index];
    return node === undefined ? then(at) : element(node, at, (next) => sequence(nodes, index + 1, next, then));
  };
  const repeat = (node: AST.Quantifier, done: number, at: number, then: Then): boolean => {
    if (++steps > most) throw new Enough();
    const further = () =>
      done < node.max &&
      element(node.element as AST.Element, at, (next) => {
        if (next === at && done >= node.min) return false;
        return repeat(node, done + 1, next, then);
      });
    if (done < node.min) return further();
    return node.greedy ? further() || then(at) : then(at) || further();
  };
  const holds = (node: AST.Assertion, at: number): boolean => {
    if (node.kind === "start") return at === 0;
    if (node.kind === "end") return at === text.length;
    if (node.kind !== "word") throw new Error(`the generator writes no ${node.kind}`);
    const isWord = (index: number) => /\w/.test(text[index] ?? "");
    return (isWord(at - 1) !== isWord(at)) !== node.negate;
  };
  try {
    for (let start = 0; start <= text.length; start++) {
      steps += 1;
      if (tree.alternatives.some((alternative) => sequence(alternative.elements, 0, start, () => true))) break;
    }
  } catch (error) {
    // Deeper than a stack allows are texts that it has tried very many ways on.
    if (error instanceof RangeError) return most;
    if (!(error instanceof Enough)) throw error;
  }
  return steps;
}

class Enough extends Error {}

const known = new Map<string, RegExp>();

function matches(raw: string, char: string): boolean {
  const regex = known.get(raw) ?? new RegExp(`^(?:${raw})$`);
  known.set(raw, regex);
  return regex.test(char);
}
