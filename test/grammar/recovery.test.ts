import assert from "node:assert/strict";
import fc from "fast-check";
import { scan, tokenSpan } from "../../grammar/scan/scan.ts";
import { parseSoundly, programs } from "./invariants.ts";

const LAST = "\nagent last { a -> b }\n";

/** Whatever is wrong with a declaration, the next one that begins a line is understood. */
function assertContained(broken: string): void {
  const { tree } = parseSoundly(broken + LAST);
  const last = tree.declarations.at(-1);
  assert.ok(last?.kind === "AgentDecl" && last.name.text === "last" && last.members.length === 1, broken);
}

/** Each declaration with what stands before it. */
function declarationsOf(text: string): string[] {
  const ends = parseSoundly(text).tree.declarations.map(({ span }) => span.end);
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

for (const [name, text] of programs) {
  it(`${name} parses without a complaint`, () => {
    assert.deepEqual(parseSoundly(text).diagnostics, []);
  });

  if (name !== "everything.flow") {
    it(`every prefix of ${name} yields a tree`, () => {
      for (let length = 0; length <= text.length; length++) parseSoundly(text.slice(0, length));
    });
  }

  describe(`each declaration of ${name} yields a tree, and the next one is not lost`, () => {
    const declarations = declarationsOf(text);

    it("cut off anywhere", () => {
      for (const declaration of declarations) {
        for (let length = 0; length < declaration.length; length++) {
          const prefix = declaration.slice(0, length);
          const isOpen = prefix.includes("`") || prefix.includes("/*");
          if (isOpen) parseSoundly(prefix);
          else assertContained(prefix);
        }
      }
    });

    it("without any one of its tokens", () => {
      for (const declaration of declarations) {
        for (const token of scan(declaration).tokens) {
          const { start, end } = tokenSpan(token);
          const rest = declaration.slice(0, start) + declaration.slice(end);
          if (declaration.includes("`")) parseSoundly(rest);
          else assertContained(rest);
        }
      }
    });

    it("with any one of its tokens twice", () => {
      for (const declaration of declarations) {
        for (const token of scan(declaration).tokens) {
          const { end } = tokenSpan(token);
          const more = `${declaration.slice(0, end)} ${token.image} ${declaration.slice(end)}`;
          if (declaration.includes("`")) parseSoundly(more);
          else assertContained(more);
        }
      }
    });
  });
}

it("texts of nothing but brackets, operators or words yield a tree", () => {
  const pieces = [..."(){}[]<>`\"'/@.,:;|?!=-+*&#\\", "->", "=>", "...", "${", "/*", "//", "\n", "let ", "else ", "x "];
  for (const first of pieces) {
    for (const second of pieces) {
      for (const third of pieces) parseSoundly(first + second + third);
    }
  }
});

it("any row of tokens yields a tree", () => {
  const images = [...new Set(scan(programs.get("everything.flow") ?? "").tokens.map(({ image }) => image))];
  const piece = fc.tuple(
    fc.constantFrom(...images, "'", ";", "??", "@", "#", "`", '"'),
    fc.constantFrom("", " ", "\n"),
  );
  const rows = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.flat().join(""));
  fc.assert(
    fc.property(rows, (text) => {
      parseSoundly(text);
      assertContained(`const a = f(\n${text.replace(/[`/]/g, "")}`);
    }),
    { numRuns: 500 },
  );
});

const deep: Readonly<Record<string, string>> = {
  "open brackets": `const a = ${"(".repeat(100_000)}`,
  "closed brackets": `const a = ${"[".repeat(5_000)}${"]".repeat(5_000)}`,
  lambdas: `const a = ${"b => ".repeat(20_000)} b`,
  conditions: `const a = ${"b ? c : ".repeat(20_000)} b`,
  operators: `const a = ${"1 + ".repeat(20_000)} 1`,
  calls: `const a = b${".c()".repeat(20_000)}`,
  handlers: `const a = b${" else c".repeat(20_000)}`,
  signs: `const a = ${"!".repeat(20_000)}b`,
  templates: `const a = ${"`${".repeat(10_000)}`,
};

for (const [name, text] of Object.entries(deep)) {
  it(`too many ${name} are reported, not fatal`, () => {
    const { diagnostics } = parseSoundly(text);
    assert.ok(diagnostics.some(({ code }) => code === "FLOW1110"));
    assert.deepEqual(parseSoundly("const a = 1").diagnostics, []);
  });
}

it("a row of operators may be long", () => {
  assert.deepEqual(parseSoundly(`const a = ${"1 + ".repeat(900)} 1`).diagnostics, []);
});
