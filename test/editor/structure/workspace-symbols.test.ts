import assert from "node:assert/strict";
import { workspaceSymbols } from "../../../editor/server/structure/workspace-symbols.ts";
import { marked } from "../../support/marked.ts";

const others = { "/b.flow": "type Access = { path: string }\ntopic accesses: Access = embedded()\n" };
const { analysis, open } = marked(
  '┆agent a {\n  source access = lines("a")\n  access -> memory() -> discard()\n}',
  others,
);
const units = [analysis.checked.entry, open("/b.flow").checked.entry];
const found = (query: string) =>
  workspaceSymbols(units, query).map(({ file, container, item }) => `${file} ${container ?? "-"} ${item.name}`);

it("finds declarations and what stands in them by letters of their names", () => {
  const wanted = ["/marked.flow a access", "/b.flow - Access", "/b.flow - accesses"];
  assert.deepEqual(found("access"), wanted);
  assert.deepEqual(found("acs"), wanted);
  assert.deepEqual(found("PATH"), ["/b.flow Access path"]);
  assert.deepEqual(found("xyz"), []);
});

it("gives everything for no letters", () => {
  assert.deepEqual(found(""), [
    "/marked.flow - a",
    "/marked.flow a access",
    "/b.flow - Access",
    "/b.flow Access path",
    "/b.flow - accesses",
  ]);
});
