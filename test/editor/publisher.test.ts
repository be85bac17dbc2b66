import assert from "node:assert/strict";
import { createPublisher } from "../../editor/server/publisher.ts";
import { createWorkspace, type Workspace } from "../../editor/server/workspace.ts";
import { eventually } from "../support/eventually.ts";
import { memoryHost, runtimeModule } from "../support/memory-host.ts";

interface Sent {
  readonly file: string;
  readonly text: string | null;
  readonly codes: readonly string[];
}

function publisherOf(workspace: Workspace) {
  const sent: Sent[] = [];
  const logged: string[] = [];
  const publisher = createPublisher({
    workspace,
    quietMs: 5,
    log: (message) => logged.push(message),
    send: (file, list) => sent.push({ file, text: workspace.text(file), codes: list.map(({ code }) => code) }),
  });
  return { sent, logged, publisher };
}

it("sends what is wrong with the last of many texts, and nothing of those before", async () => {
  const workspace = createWorkspace(memoryHost({}));
  const { sent, publisher } = publisherOf(workspace);
  for (let size = 1; size <= 20; size++) {
    workspace.setText("/a.flow", `const a = ${"x".repeat(size)}`);
    publisher.changed("/a.flow");
  }
  await eventually("a publication", () => sent.length > 0);
  assert.deepEqual(sent, [{ file: "/a.flow", text: `const a = ${"x".repeat(20)}`, codes: ["FLOW2001"] }]);
});

it("drops what it has found of a text that changes while it looks", async () => {
  const workspace = createWorkspace(memoryHost({}));
  let analyses = 0;
  const { sent, publisher } = publisherOf({
    ...workspace,
    analysis(path) {
      const found = workspace.analysis(path);
      // The editor's next message is read while the first analysis runs.
      if (analyses++ === 0) {
        setImmediate(() => {
          workspace.setText(path, "const a = 1");
          publisher.changed(path);
        });
      }
      return found;
    },
  });
  workspace.setText("/a.flow", "const a = x");
  publisher.changed("/a.flow");
  await eventually("a publication", () => sent.length > 0);
  assert.deepEqual(sent, [{ file: "/a.flow", text: "const a = 1", codes: [] }]);
});

it("looks again at open files that import a changed one, and sends both together", async () => {
  const workspace = createWorkspace(memoryHost({}));
  const { sent, publisher } = publisherOf(workspace);
  workspace.setText("/lib.flow", "pub fn one(): int = 1");
  workspace.setText("/a.flow", 'import { one } from "./lib.flow"\npub const a = one()');
  publisher.changed("/lib.flow");
  publisher.changed("/a.flow");
  await eventually("both files", () => sent.length === 2);
  workspace.setText("/lib.flow", "pub fn two(): int = 1");
  publisher.changed("/lib.flow");
  await eventually("both files again", () => sent.length === 4);
  assert.deepEqual(
    sent.slice(2).map(({ file, codes }) => [file, codes.includes("FLOW2009")]),
    [
      ["/lib.flow", false],
      ["/a.flow", true],
    ],
  );
});

it("takes back what it said of a file when that is closed", async () => {
  const workspace = createWorkspace(memoryHost({}));
  const { sent, publisher } = publisherOf(workspace);
  workspace.setText("/a.flow", "const a = x");
  publisher.changed("/a.flow");
  await eventually("a publication", () => sent.length > 0);
  workspace.close("/a.flow");
  publisher.closed("/a.flow");
  assert.deepEqual(sent.at(-1)?.codes, []);
});

it("goes on when the compiler stumbles over a file", async () => {
  const workspace = createWorkspace(memoryHost({}));
  const { sent, logged, publisher } = publisherOf({
    ...workspace,
    analysis(path) {
      if (path === "/bad.flow") throw new Error("stumbled");
      return workspace.analysis(path);
    },
  });
  workspace.setText("/bad.flow", "");
  workspace.setText("/good.flow", "const a = x");
  publisher.changed("/bad.flow");
  publisher.changed("/good.flow");
  await eventually("the good file", () => sent.some(({ file }) => file === "/good.flow"));
  assert.match(logged[0] ?? "", /\/bad\.flow: Error: stumbled/);
});

const declares = 'pub extern fn string.rotated(by: int): string from "./rotate.ts"\n';
const wrong = "export function rotated(text: string, by: string): string {\n  return text + by;\n}\n";

function modulesWorkspace(files: Record<string, string>): Workspace {
  return createWorkspace(memoryHost(files), { externs: { runtime: runtimeModule } });
}

it("says what users' TypeScript adds behind what it knows at once", async function () {
  this.timeout(60_000);
  const workspace = modulesWorkspace({ "/rotate.ts": wrong });
  let answer = (): void => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { sent, publisher } = publisherOf({
    ...workspace,
    get open() {
      return workspace.open;
    },
    async withModules(path) {
      await asked;
      return await workspace.withModules(path);
    },
  });
  workspace.setText("/a.flow", declares);
  publisher.changed("/a.flow");
  await eventually("what is known at once", () => sent.length === 1);
  assert.deepEqual(sent[0]?.codes, []);
  answer();
  await eventually("the rest", () => sent.length === 2);
  assert.deepEqual(sent[1]?.codes, ["FLOW4013"]);
});

it("does not say what TypeScript had against a text that has changed meanwhile", async function () {
  this.timeout(60_000);
  const workspace = modulesWorkspace({ "/rotate.ts": wrong });
  const { sent, publisher } = publisherOf({
    ...workspace,
    async withModules(path) {
      const whole = await workspace.withModules(path);
      if (workspace.text(path) === declares) {
        workspace.setText(path, declares.replace("by: int", "by: string"));
        publisher.changed(path);
      }
      return whole;
    },
  });
  workspace.setText("/a.flow", declares);
  publisher.changed("/a.flow");
  await eventually("a publication", () => sent.some(({ text }) => text !== declares));
  assert.ok(!sent.some(({ codes }) => codes.length > 0));
});
