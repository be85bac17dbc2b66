/**
 * What TypeScript says of users' modules: the one place that reads them. `ts-morph` is loaded here, which takes a third
 * of a second, so that nothing may import this file before there is a module to read.
 */
import { createRequire } from "node:module";
import { basename, dirname } from "node:path/posix";
import type { DiagnosticMessageChain, Node, Project, Signature, SourceFile } from "ts-morph";
import type { Span } from "../../grammar/ast.ts";
import type { Host } from "../model/host.ts";
import type { Contract } from "./contract.ts";
import { type ProbePart, probeOf } from "./probe.ts";

type Morph = typeof import("ts-morph");

/** A place in a module, or in one that it has the function from. */
export interface ModulePlace {
  readonly file: string;
  readonly span: Span;
  /** What is written there. */
  readonly text: string;
}

/** What became of a contract. `reasons` are TypeScript's words, the outermost first. */
export type Verdict =
  | { readonly kind: "fits" }
  | { readonly kind: "unreadable"; readonly reason: string; readonly place: ModulePlace }
  | { readonly kind: "missing"; readonly exports: readonly string[] }
  | { readonly kind: "noFunction"; readonly place: ModulePlace }
  | { readonly kind: "count"; readonly takes: string; readonly place: ModulePlace }
  | { readonly kind: "param"; readonly param: number; readonly reasons: readonly string[]; readonly place: ModulePlace }
  | { readonly kind: "result"; readonly reasons: readonly string[]; readonly place: ModulePlace }
  | { readonly kind: "promise"; readonly place: ModulePlace };

/** A module of the user's with one way in which the emitted program calls it. */
export interface ModuleContract {
  /** Absolute path of a module that is there. */
  readonly module: string;
  readonly contract: Contract;
}

/** What TypeScript says of contracts, with the texts that it was found from. */
export interface Answer {
  /** For each contract, in order. */
  readonly found: readonly Verdict[];
  /** What was read for it outside this package, by path; null for files that are not there. */
  readonly texts: ReadonlyMap<string, string | null>;
}

/** A verdict for each contract, in order. `runtime` is the path of what `sluice/runtime` is, beside `stdlib/`. */
export function readModules(host: Host, runtime: string, contracts: readonly ModuleContract[]): Answer {
  // Not by `import`, which would first read all nine megabytes of it for the names that they export.
  const morph = createRequire(import.meta.url)("ts-morph") as Morph;
  const texts = new Map<string, string | null>();
  const project = openProject(morph, remembering(host, texts), runtime);
  for (const { module } of contracts) project.addSourceFileAtPath(module);
  const known = contracts.map(({ module, contract }) => find(morph, project.getSourceFileOrThrow(module), contract));
  // All at once: each change to a project has it checked from the start.
  const judges = known.map((found, index) => {
    const { module, contract } = contracts[index] as ModuleContract;
    if (!("signature" in found)) return () => found;
    const { text, lines } = probeOf(contract, `./${basename(module)}`, takenBy(found.signature));
    const probe = project.createSourceFile(`${dirname(module)}/sluice probe ${index}.ts`, text);
    return () => judge(morph, found, probe, lines, contract);
  });
  const found = judges.map((ask) => ask());
  // The package's own are as they were built.
  const own = dirname(runtime);
  return { found, texts: new Map([...texts].filter(([path]) => !path.startsWith(own))) };
}

/** Asks for each file once. */
function remembering(host: Host, texts: Map<string, string | null>): Host["read"] {
  return (path) => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    const text = host.read(path);
    texts.set(path, text);
    return text;
  };
}

/** A project over the host's files. What it does not find, such as Node's own types, it takes to be right. */
function openProject(morph: Morph, read: Host["read"], runtime: string): Project {
  // Only TypeScript's own declarations are in it.
  const library = new morph.InMemoryFileSystemHost();
  const fileSystem = Object.assign(new morph.InMemoryFileSystemHost(), {
    fileExistsSync: (path: string) => library.fileExistsSync(path) || read(path) !== null,
    readFileSync: (path: string) => (library.fileExistsSync(path) ? library.readFileSync(path) : (read(path) ?? "")),
    directoryExistsSync: () => true,
  });
  const root = dirname(dirname(runtime));
  return new morph.Project({
    fileSystem,
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      target: morph.ScriptTarget.ESNext,
      module: morph.ModuleKind.ESNext,
      moduleResolution: morph.ModuleResolutionKind.Bundler,
      lib: ["lib.esnext.d.ts"],
      types: [],
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      allowJs: true,
      skipLibCheck: true,
      paths: { "sluice/runtime": [runtime], "sluice/stdlib/*": [`${root}/stdlib/*`] },
    },
  });
}

interface Found {
  readonly signature: Signature;
  /** Where the function is declared. */
  readonly node: Node;
}

function find(morph: Morph, module: SourceFile, { name }: Contract): Found | Verdict {
  const fault = module.getProject().getProgram().getSyntacticDiagnostics(module)[0];
  if (fault !== undefined) {
    const start = fault.getStart() ?? 0;
    const span = { start, end: start + (fault.getLength() ?? 0) };
    const place = { file: module.getFilePath(), span, text: "" };
    return { kind: "unreadable", reason: reasonsOf(morph, fault.getMessageText())[0] ?? "", place };
  }
  const exported = module.getExportedDeclarations();
  const node = exported.get(name)?.[0];
  if (node === undefined) return { kind: "missing", exports: [...exported.keys()] };
  const signature = node.getType().getCallSignatures()[0];
  return signature === undefined ? { kind: "noFunction", place: placeOf(nameNode(morph, node)) } : { signature, node };
}

function takenBy(signature: Signature): { params: number; typeParams: number } {
  const params = signature.getParameters();
  const rest = params.at(-1)?.getValueDeclaration();
  const takesAll = rest?.getText().startsWith("...") ?? false;
  return {
    params: takesAll ? Number.POSITIVE_INFINITY : params.length,
    typeParams: signature.getTypeParameters().length,
  };
}

/** The first thing that TypeScript has against a probe is the cause of the others. */
function judge(
  morph: Morph,
  { signature, node }: Found,
  probe: SourceFile,
  lines: ReadonlyMap<number, ProbePart>,
  { mayWait }: Contract,
): Verdict {
  const fault = probe.getProject().getProgram().getSemanticDiagnostics(probe)[0];
  if (fault === undefined) return { kind: "fits" };
  const place = placeOf(nameNode(morph, node));
  const reasons = reasonsOf(morph, fault.getMessageText());
  if (WRONG_COUNT.has(fault.getCode())) return { kind: "count", takes: countOf(signature), place };
  const part = lines.get((fault.getLineNumber() ?? 1) - 1) ?? "result";
  if (part !== "result") {
    const param = signature.getParameters()[part]?.getValueDeclaration();
    return { kind: "param", param: part, reasons, place: param === undefined ? place : placeOf(param) };
  }
  if (!mayWait && signature.getReturnType().getSymbol()?.getName() === "Promise") return { kind: "promise", place };
  const written = morph.Node.isReturnTyped(node) ? node.getReturnTypeNode() : undefined;
  return { kind: "result", reasons, place: written === undefined ? place : placeOf(written) };
}

/** "Expected 2 arguments, but got 3", in its several forms. */
const WRONG_COUNT: ReadonlySet<number> = new Set([2554, 2555, 2556, 2575]);

function countOf(signature: Signature): string {
  const params = signature.getParameters();
  return params.length === 0 ? "nothing" : params.map((param) => `\`${param.getName()}\``).join(", ");
}

function nameNode(morph: Morph, node: Node): Node {
  return (morph.Node.hasName(node) || morph.Node.isNameable(node) ? node.getNameNode() : null) ?? node;
}

function placeOf(node: Node): ModulePlace {
  const span = { start: node.getStart(), end: node.getEnd() };
  return { file: node.getSourceFile().getFilePath(), span, text: node.getText() };
}

function reasonsOf(morph: Morph, message: string | DiagnosticMessageChain): string[] {
  const text =
    typeof message === "string" ? message : morph.ts.flattenDiagnosticMessageText(message.compilerObject, "\n");
  return text.split("\n").map((line) => line.trim());
}
