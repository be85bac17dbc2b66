/** The real server over its real standard input and output. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  SelectionRange,
  SemanticTokens,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import { type LspClient, startLspClient } from "../support/lsp-client.ts";
import { root, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const textOf = ({ message }: Diagnostic) => (typeof message === "string" ? message : message.value);

const program = `stream counts every 1s {
  let words = lines("a.txt").flatMap(line => line.split(" "))
  words.map(word => (word, 1)).reduceByKey((x, y) => x + y) -> print()
}
`;

describe("sluice lsp", () => {
  const folder = tempFolders();
  let client: LspClient;
  let path: string;

  beforeEach(async () => {
    const home = folder();
    path = join(home, "program.flow");
    client = await startLspClient(home, { commands: true });
  });

  afterEach(async () => {
    const { status, stderr } = await client.stop();
    assert.equal(stderr, "");
    assert.equal(status, 0);
  });

  const at = (line: number, character: number) => ({
    textDocument: { uri: pathToFileURL(path).href },
    position: { line, character },
  });

  it("says who it is", () => {
    assert.equal(client.server.serverInfo?.name, "sluice");
    assert.match(client.server.serverInfo?.version ?? "", /^\d+\.\d+\.\d+/);
  });

  it("shows what is wrong while one types, and takes it back", async () => {
    client.open(path, program.replace("reduceByKey", "reduceByKy"));
    const [wrong] = await client.diagnostics(path, (list) => list.length > 0);
    assert.equal(wrong?.code, "FLOW2005");
    assert.equal(wrong?.source, "sluice");
    assert.match(readFileSync(fileURLToPath(wrong?.codeDescription?.href ?? "")).toString(), /^# FLOW2005:/);
    assert.deepEqual(wrong?.range, { start: { line: 2, character: 31 }, end: { line: 2, character: 41 } });
    assert.match(wrong ? textOf(wrong) : "", /Did you mean `reduceByKey`\?/);
    client.change(path, program);
    await client.diagnostics(path, (list) => list.length === 0);
  });

  it("checks users' TypeScript beside, and again when it is saved", async function () {
    this.timeout(60_000);
    const module = join(path, "../own.ts");
    const wrong = "export function rotated(text: string, by: string): string {\n  return text + by;\n}\n";
    writeFileSync(module, wrong);
    client.open(path, 'pub extern fn string.rotated(by: int): string from "./own.ts"\n');
    const [found] = await client.diagnostics(path, (list) => list.length > 0);
    assert.equal(found?.code, "FLOW4013");
    assert.equal(found?.relatedInformation?.[0]?.location.uri, pathToFileURL(module).href);
    writeFileSync(module, wrong.replace("by: string", "by: number"));
    client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: pathToFileURL(module).href, type: 2 }] });
    await client.diagnostics(path, (list) => list.length === 0);
  });

  it("publishes nothing of a version that is past", async () => {
    client.open(path, program);
    for (let count = 1; count <= 30; count++) client.change(path, `${program}const x = ${"y".repeat(count)}\n`);
    const [wrong] = await client.diagnostics(path, (list) => list.some((one) => textOf(one).includes("y".repeat(30))));
    assert.equal(wrong?.code, "FLOW2001");
    const versions = client.published.map(({ version }) => version ?? 0);
    assert.equal(versions.at(-1), 31);
    assert.deepEqual(
      versions,
      [...versions].sort((a, b) => a - b),
    );
    assert.ok(versions.length <= 3, `published for versions ${versions.join(", ")}`);
  });

  it("looks again at an open file when one that it imports is edited", async () => {
    const library = join(path, "../library.flow");
    writeFileSync(library, "pub fn one(): int = 1\n");
    client.open(path, 'import { one } from "./library.flow"\npub const x = one()\n');
    await client.diagnostics(path, (list) => list.length === 0);
    client.open(library, "pub fn one(): int = 1\n");
    client.change(library, "pub fn first(): int = 1\n");
    const [wrong] = await client.diagnostics(path, (list) => list.length > 0);
    assert.equal(wrong?.code, "FLOW2009");
    client.close(library);
    await client.diagnostics(path, (list) => list.length === 0);
  });

  it("answers for the text as it was when the question came", async () => {
    client.open(path, program);
    const first = client.request<Hover>("textDocument/hover", at(1, 8));
    client.change(path, `${"\n".repeat(3)}${program}`);
    const second = client.request<Hover | null>("textDocument/hover", at(1, 8));
    const third = client.request<Hover>("textDocument/hover", at(4, 8));
    assert.match(JSON.stringify(await first), /let words: DStream<string>/);
    assert.equal(await second, null);
    assert.match(JSON.stringify(await third), /let words: DStream<string>/);
  });

  it("lets a question be taken back, and goes on", async () => {
    client.open(path, program);
    const answers = Array.from({ length: 20 }, () => {
      const cancelled = client.cancellable<CompletionItem[]>("textDocument/completion", at(2, 10));
      cancelled.cancel();
      return cancelled.answer.then(
        () => "answered",
        () => "cancelled",
      );
    });
    assert.ok((await Promise.all(answers)).includes("cancelled"));
    assert.ok((await client.request<CompletionItem[]>("textDocument/completion", at(2, 10))).length > 0);
  });

  it("hovers, completes, and goes to definitions", async () => {
    client.open(path, program);
    const hover = await client.request<Hover>("textDocument/hover", at(1, 8));
    assert.deepEqual(hover.contents, { kind: "markdown", value: "```flow\nlet words: DStream<string>\n```" });
    const items = await client.request<CompletionItem[]>("textDocument/completion", at(2, 10));
    const map = items.find(({ label }) => label === "map");
    assert.deepEqual(map?.textEdit, {
      range: { start: { line: 2, character: 8 }, end: { line: 2, character: 10 } },
      newText: "map",
    });
    const location = await client.request<Location>("textDocument/definition", at(1, 16));
    assert.ok(fileURLToPath(location.uri).endsWith(join("stdlib", "lines", "lines.flow")));
  });

  it("lays out, outlines, colours, renames and mends", async () => {
    client.open(path, program.replace(" -> print", "->print").replace("counts", "totals"));
    const textDocument = { uri: pathToFileURL(path).href };
    const edits = await client.request<TextEdit[]>("textDocument/formatting", {
      textDocument,
      options: { tabSize: 2, insertSpaces: true },
    });
    assert.deepEqual(
      edits.map(({ newText }) => newText),
      [" -> "],
    );
    const [stream] = await client.request<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument });
    assert.equal(stream?.name, "totals");
    assert.equal(stream?.children?.[0]?.name, "words");
    const { data } = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument });
    assert.equal(data.length % 5, 0);
    // `stream` at the very start, six characters, a keyword.
    const legend = client.server.capabilities.semanticTokensProvider?.legend;
    assert.deepEqual(data.slice(0, 5), [0, 0, 6, legend?.tokenTypes.indexOf("keyword"), 0]);
    const renamed = await client.request<WorkspaceEdit>("textDocument/rename", { ...at(1, 8), newName: "said" });
    assert.equal(Object.values(renamed.changes ?? {}).flat().length, 2);
    await assert.rejects(client.request("textDocument/rename", { ...at(1, 16), newName: "x" }), /standard library/);
    client.change(path, program.replace("split", "splt"));
    const range = { start: { line: 1, character: 50 }, end: { line: 1, character: 50 } };
    const [action] = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument,
      range,
      context: { diagnostics: [] },
    });
    assert.equal(action?.title, "Write `split`");
    assert.deepEqual(Object.values(action?.edit?.changes ?? {})[0]?.[0]?.newText, "split");
  });

  it("folds, selects, links, hints, and offers what can be done", async () => {
    const whole = `import { one } from "./library.flow"\n\n${program}`;
    writeFileSync(join(path, "../library.flow"), "pub fn one(): int = 1\n");
    client.open(path, whole);
    const textDocument = { uri: pathToFileURL(path).href };
    const range = { start: { line: 0, character: 0 }, end: { line: 6, character: 0 } };
    const [fold] = await client.request<FoldingRange[]>("textDocument/foldingRange", { textDocument });
    assert.deepEqual(fold, { startLine: 2, endLine: 4 });
    const positions = [{ line: 3, character: 8 }];
    const [selection] = await client.request<SelectionRange[]>("textDocument/selectionRange", {
      textDocument,
      positions,
    });
    assert.deepEqual(selection?.range, { start: { line: 3, character: 6 }, end: { line: 3, character: 11 } });
    assert.equal(selection?.parent?.range.start.character, 2);
    const [link] = await client.request<DocumentLink[]>("textDocument/documentLink", { textDocument });
    assert.equal(link?.target, pathToFileURL(join(path, "../library.flow")).href);
    const hints = await client.request<InlayHint[]>("textDocument/inlayHint", { textDocument, range });
    assert.ok(hints.some(({ label }) => label === ": DStream<string>"));
    const help = await client.request<SignatureHelp>("textDocument/signatureHelp", at(3, 21));
    assert.match(help.signatures[0]?.label ?? "", /^source lines<G>\(/);
    const lenses = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument });
    assert.deepEqual(lenses[0]?.command, {
      title: "Run",
      command: "sluice.run",
      arguments: [textDocument.uri, "counts"],
    });
  });

  it("says who feeds whom", async () => {
    client.open(path, program);
    const [item] = await client.request<CallHierarchyItem[]>("textDocument/prepareCallHierarchy", at(0, 8));
    assert.equal(item?.detail, "stream");
    const feeding = await client.request<CallHierarchyIncomingCall[]>("callHierarchy/incomingCalls", { item });
    assert.deepEqual(
      feeding.map(({ from, fromRanges }) => [from.name, from.detail, fromRanges.length]),
      [["lines", "source of counts", 1]],
    );
    const fed = await client.request<CallHierarchyOutgoingCall[]>("callHierarchy/outgoingCalls", { item });
    assert.deepEqual(
      fed.map(({ to }) => to.name),
      ["print"],
    );
  });

  it("finds names in files of the folder that are not open", async () => {
    const library = join(path, "../library.flow");
    writeFileSync(library, "pub fn one(): int = 1\n");
    client.open(path, 'import { one } from "./library.flow"\npub const x = one()\n');
    const references = await client.request<Location[]>("textDocument/references", {
      ...at(1, 15),
      context: { includeDeclaration: true },
    });
    assert.deepEqual(
      references.map(({ uri }) => uri),
      [path, path, library].map((file) => pathToFileURL(file).href),
    );
    const renamed = await client.request<WorkspaceEdit>("textDocument/rename", { ...at(1, 15), newName: "first" });
    assert.deepEqual(
      Object.keys(renamed.changes ?? {}),
      [path, library].map((file) => pathToFileURL(file).href),
    );
    const [symbol] = await client.request<SymbolInformation[]>("workspace/symbol", { query: "one" });
    assert.equal(symbol?.location.uri, pathToFileURL(library).href);
  });

  it("refuses a new name that would make an error, and says where", async () => {
    client.open(path, "type P = { count: int }\nfn made(): { count: int } = { count: 1 }\nconst p: P = made()\n");
    const renamed = client.request("textDocument/rename", { ...at(0, 13), newName: "total" });
    await assert.rejects(renamed, /program\.flow would have an error then: .*expects `P`/);
  });

  it("applies all safe fixes, and lays out a part", async () => {
    client.open(path, `# one\n# two\n${program.replace(" -> print", "->print")}`);
    const textDocument = { uri: pathToFileURL(path).href };
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const context = { diagnostics: [], only: ["source.fixAll"] };
    const [all] = await client.request<CodeAction[]>("textDocument/codeAction", { textDocument, range, context });
    assert.equal(all?.kind, "source.fixAll");
    assert.ok((all?.edit?.changes?.[textDocument.uri] ?? []).length > 0);
    client.change(path, program.replace(" -> print", "->print").replace("= lines", "=lines"));
    const options = { tabSize: 2, insertSpaces: true };
    const line = { start: { line: 2, character: 0 }, end: { line: 2, character: 80 } };
    const edits = await client.request<TextEdit[]>("textDocument/rangeFormatting", {
      textDocument,
      range: line,
      options,
    });
    assert.ok(edits.length > 0 && edits.every(({ range: { start } }) => start.line === 2));
  });

  it("knows a document that is no file", async () => {
    const uri = "untitled:Untitled-1";
    client.notify("textDocument/didOpen", {
      textDocument: { uri, languageId: "flow", version: 1, text: "const a = b" },
    });
    const [wrong] = await client.diagnosticsOf(uri, (list) => list.length > 0);
    assert.equal(wrong?.code, "FLOW2001");
  });

  it("takes edits of parts of a text", async () => {
    client.open(path, program);
    const start = { line: 2, character: 2 };
    client.notify("textDocument/didChange", {
      textDocument: { uri: pathToFileURL(path).href, version: 2 },
      contentChanges: [{ range: { start, end: { line: 2, character: 7 } }, text: "wrds" }],
    });
    const list = await client.diagnostics(path, (all) => all.length > 0);
    const unknown = list.find(({ code }) => code === "FLOW2001");
    assert.deepEqual(unknown?.range, { start, end: { line: 2, character: 6 } });
  });
});

it("ends when the editor goes without a word", async () => {
  const running = startSluice(["lsp"], { input: "" });
  assert.equal((await running.ended).status, 1);
});

it("loads neither the code generator nor the bundler", async () => {
  const entry = "editor/server/server.ts";
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    format: "esm",
    platform: "node",
  });
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { path, kind } of metafile.inputs[file]?.imports ?? []) if (kind === "import-statement") visit(path);
  };
  visit(entry);
  const packages = [...reached].filter((name) => !name.endsWith(".ts") && !name.startsWith("node:"));
  assert.deepEqual(packages.sort(), [
    "@eslint-community/regexpp",
    "chevrotain",
    "vscode-languageserver-textdocument",
    "vscode-languageserver/node",
  ]);
  assert.deepEqual(
    [...reached].filter((name) => name.startsWith("compiler/4-emit")),
    [],
  );
});
