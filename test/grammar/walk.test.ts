import assert from "node:assert/strict";
import { children, nodeAt, walk } from "../../grammar/walk.ts";
import { parseSoundly, programs } from "./invariants.ts";

const text = programs.get("everything.flow") ?? "";
const { tree } = parseSoundly(text);

it("every node is visited, parents before and after their children", () => {
  const entered: string[] = [];
  const left: string[] = [];
  walk(
    tree,
    (node, parent) => {
      if (parent !== null) assert.ok(children(parent).includes(node));
      entered.push(node.kind);
    },
    (node) => left.push(node.kind),
  );
  assert.equal(entered[0], "SourceFile");
  assert.equal(left.at(-1), "SourceFile");
  assert.deepEqual([...entered].sort(), [...left].sort());
});

it("a node whose children are left out is still left", () => {
  const left: string[] = [];
  walk(
    tree,
    (node) => node.kind === "SourceFile",
    (node) => left.push(node.kind),
  );
  assert.equal(left.length, tree.declarations.length + 1);
});

it("the path to an offset leads from the file to the smallest node", () => {
  const offset = text.indexOf("reduceByKeyAndWindow") + 3;
  const path = nodeAt(tree, offset).map(({ kind }) => kind);
  assert.deepEqual(path, ["SourceFile", "StreamDecl", "LetStmt", "CallExpr", "MemberExpr", "Name"]);
});

it("where two nodes meet, the later one is taken, a missing one last", () => {
  const { tree: small } = parseSoundly("const a = b.c\nconst d =");
  assert.deepEqual(
    nodeAt(small, "const a = b.".length).map(({ kind }) => kind),
    ["SourceFile", "ConstDecl", "MemberExpr", "Name"],
  );
  assert.deepEqual(
    nodeAt(small, "const a = b.c\nconst d =".length).map(({ kind }) => kind),
    ["SourceFile", "ConstDecl", "MissingExpr"],
  );
});
