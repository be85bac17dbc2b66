import assert from "node:assert/strict";
import { createWorkspace } from "../../editor/server/workspace.ts";
import { memoryHost, runtimeModule } from "../support/memory-host.ts";

const importing = 'import { one } from "./lib.flow"\nconst x = one()\n';

function codes(workspace: ReturnType<typeof createWorkspace>, path: string): string[] {
  return workspace.analysis(path).diagnostics.map(({ code }) => code);
}

it("prefers unsaved texts to the disk", () => {
  const workspace = createWorkspace(memoryHost({ "/a.flow": "const a = 1", "/lib.flow": "pub fn one(): int = 1" }));
  workspace.setText("/a.flow", importing);
  assert.deepEqual(codes(workspace, "/a.flow"), []);
  workspace.setText("/lib.flow", "pub fn two(): int = 2");
  assert.deepEqual(codes(workspace, "/a.flow"), ["FLOW2009"]);
  workspace.close("/lib.flow");
  assert.deepEqual(codes(workspace, "/a.flow"), []);
});

it("analyses a text once", () => {
  const workspace = createWorkspace(memoryHost({}));
  workspace.setText("/a.flow", "const a = 1");
  const first = workspace.analysis("/a.flow");
  assert.equal(workspace.analysis("/a.flow"), first);
  workspace.setText("/a.flow", "const a = 1");
  assert.equal(workspace.analysis("/a.flow"), first);
  workspace.setText("/a.flow", "const a = 2");
  assert.notEqual(workspace.analysis("/a.flow"), first);
});

it("analyses again what imports a changed file, and nothing else", () => {
  const workspace = createWorkspace(memoryHost({ "/lib.flow": "pub fn one(): int = 1" }));
  workspace.setText("/a.flow", importing);
  workspace.setText("/b.flow", "const b = 1");
  const [a, b] = [workspace.analysis("/a.flow"), workspace.analysis("/b.flow")];
  workspace.setText("/lib.flow", "pub fn one(): int = 2");
  assert.deepEqual(workspace.dependents("/lib.flow"), ["/a.flow", "/lib.flow"]);
  assert.notEqual(workspace.analysis("/a.flow"), a);
  assert.equal(workspace.analysis("/b.flow"), b);
});

it("notices a file that comes into being", () => {
  const files: Record<string, string> = {};
  const workspace = createWorkspace(memoryHost(files));
  workspace.setText("/a.flow", importing);
  assert.ok(codes(workspace, "/a.flow").includes("FLOW2008"));
  files["/lib.flow"] = "pub fn one(): int = 1";
  workspace.changedOnDisk("/lib.flow");
  assert.deepEqual(workspace.dependents("/lib.flow"), ["/a.flow"]);
  assert.deepEqual(codes(workspace, "/a.flow"), []);
});

it("asks TypeScript again when a module has changed that a program may reach", async function () {
  this.timeout(60_000);
  const files: Record<string, string> = {
    "/own.ts": 'export { rotated } from "./rotate.ts";\n',
    "/rotate.ts": "export const rotated = (text: string, by: string): string => text + by;\n",
  };
  const disk = memoryHost(files);
  const workspace = createWorkspace(
    { ...disk, read: (path) => files[path] ?? disk.read(path) },
    { externs: { runtime: runtimeModule } },
  );
  workspace.setText("/a.flow", 'pub extern fn string.rotated(by: int): string from "./own.ts"\n');
  workspace.setText("/b.flow", "const b = 1\n");
  assert.deepEqual(codes(workspace, "/a.flow"), []);
  await workspace.withModules("/a.flow");
  assert.deepEqual(codes(workspace, "/a.flow"), ["FLOW4013"]);
  files["/rotate.ts"] = "export const rotated = (text: string, by: number): string => text + by;\n";
  assert.deepEqual(workspace.dependents("/rotate.ts"), ["/a.flow"]);
  workspace.changedOnDisk("/rotate.ts");
  await workspace.withModules("/a.flow");
  assert.deepEqual(codes(workspace, "/a.flow"), []);
});

it("says which error edits would bring, and makes none of them", () => {
  const text = "type P = { a: int }\nfn f(): P = { a: 1 }\nfn wrong(): int = nothing\n";
  const workspace = createWorkspace(memoryHost({}));
  workspace.setText("/a.flow", text);
  const before = workspace.analysis("/a.flow");
  const edit = (start: number) => ({ file: "/a.flow", span: { start, end: start + 1 }, text: "b" });
  const both = [edit(text.indexOf("a: int")), edit(text.indexOf("a: 1"))];
  assert.equal(workspace.errorWith(both, ["/a.flow"]), null);
  assert.match(workspace.errorWith([edit(text.indexOf("a: int"))], ["/a.flow"])?.message ?? "", /expects `P`/);
  assert.equal(workspace.analysis("/a.flow"), before);
});
