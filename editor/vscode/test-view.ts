/** The tests of open files in the Testing view. */
import { dirname } from "node:path";
import {
  commands,
  type Disposable,
  type DocumentSymbol,
  Location,
  Position,
  SymbolKind,
  type TestItem,
  TestMessage,
  type TestRun,
  TestRunProfileKind,
  type TestRunRequest,
  type TextDocument,
  tests,
  workspace,
} from "vscode";
import { runSluice } from "./command-line.ts";

/** What `sluice test --json` prints of each test; lines and columns count from 1. */
interface Result {
  readonly name: string;
  readonly passed: boolean;
  readonly failures: readonly {
    readonly line: number;
    readonly column: number;
    readonly message: string;
    readonly differences: readonly { readonly missing: readonly string[]; readonly unexpected: readonly string[] }[];
  }[];
}

/** Fills the Testing view from the outlines of open files, and runs what is chosen there. */
export function createTestView(): Disposable {
  const controller = tests.createTestController("sluice", "Sluice");

  const read = async (document: TextDocument): Promise<void> => {
    if (document.languageId !== "flow") return;
    const { uri } = document;
    const symbols = await commands.executeCommand<DocumentSymbol[] | undefined>(
      "vscode.executeDocumentSymbolProvider",
      uri,
    );
    const found = (symbols ?? []).filter(({ kind }) => kind === SymbolKind.Method);
    if (found.length === 0) return controller.items.delete(uri.toString());
    const file = controller.createTestItem(uri.toString(), workspace.asRelativePath(uri), uri);
    for (const { name, range } of found) {
      const item = controller.createTestItem(`${uri.toString()} ${name}`, name, uri);
      item.range = range;
      file.children.add(item);
    }
    controller.items.add(file);
  };

  const run = async (request: TestRunRequest): Promise<void> => {
    const chosen = request.include ?? itemsOf(controller.items);
    const started = controller.createTestRun(request);
    try {
      for (const item of chosen) await runItem(item, request.exclude ?? [], started);
    } finally {
      started.end();
    }
  };
  controller.createRunProfile("Run", TestRunProfileKind.Run, run, true);

  const listeners = [
    workspace.onDidOpenTextDocument(read),
    workspace.onDidSaveTextDocument(read),
    workspace.onDidCloseTextDocument(({ uri }) => controller.items.delete(uri.toString())),
  ];
  for (const document of workspace.textDocuments) void read(document);
  return {
    dispose() {
      for (const one of [...listeners, controller]) one.dispose();
    },
  };
}

/** Runs a test, or all of a file. */
async function runItem(item: TestItem, excluded: readonly TestItem[], run: TestRun): Promise<void> {
  const isFile = item.children.size > 0;
  const wanted = (isFile ? itemsOf(item.children) : [item]).filter((one) => !excluded.includes(one));
  const uri = item.uri;
  if (uri === undefined || wanted.length === 0) return;
  for (const one of wanted) run.started(one);
  const filter = isFile ? [] : ["--filter", item.label];
  const { output, reasons } = await runSluice(["test", uri.fsPath, "--json", ...filter], dirname(uri.fsPath));
  const results = resultsIn(output);
  for (const one of wanted) {
    const result = results.find(({ name }) => name === one.label);
    if (result === undefined) run.errored(one, new TestMessage(reasons === "" ? "the test did not run" : reasons));
    else if (result.passed) run.passed(one);
    else {
      const messages = result.failures.map(({ line, column, message, differences }) => {
        const lines = differences.flatMap(({ missing, unexpected }) => [
          ...missing.map((text) => `- ${text}`),
          ...unexpected.map((text) => `+ ${text}`),
        ]);
        const shown = new TestMessage([message, ...lines].join("\n"));
        shown.location = new Location(uri, new Position(line - 1, column - 1));
        return shown;
      });
      run.failed(one, messages);
    }
  }
}

/** Nothing of a program that does not compile. */
function resultsIn(output: string): readonly Result[] {
  try {
    return JSON.parse(output) as readonly Result[];
  } catch {
    return [];
  }
}

function itemsOf(items: Iterable<[string, TestItem]>): readonly TestItem[] {
  return [...items].map(([, item]) => item);
}
