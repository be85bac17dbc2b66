import type { Declaration, Node, TestDecl, TypeDecl } from "../../grammar/ast.ts";
import { createPlanContext } from "../3-plan/context.ts";
import type { Origins } from "../3-plan/origins.ts";
import type { Plan } from "../3-plan/plan.ts";
import type { Checked, Unit } from "../model/checked.ts";
import { createBlock } from "./block.ts";
import { call, object, property, type Value } from "./code.ts";
import { emitDeclaration, emitSchema } from "./declaration/emit-declaration.ts";
import { type Doc, listed } from "./doc.ts";
import { emitEncoder } from "./encoder.ts";
import { emitExpression } from "./expression/emit-expression.ts";
import { createImports, type ImportedModule, type Imports } from "./imports.ts";
import { emitMetrics } from "./metrics/metered-parts.ts";
import { createMetricsProbe } from "./metrics/metrics-probe.ts";
import {
  type At,
  type Demanded,
  type EncoderNeed,
  type Module,
  type Need,
  NO_EXITS,
  type PreparedNeed,
  type SchemaNeed,
} from "./module.ts";
import { createTopScope, type Scope } from "./scope.ts";
import type { SourcePositions } from "./source-positions.ts";
import { type CoveragePoint, createCoverage } from "./test/coverage.ts";
import { emitTests } from "./test/emit-tests.ts";
import { quoted } from "./text.ts";
import type { Written } from "./written.ts";

/** A module before it is printed: its imports, its top level in order, and the expression that it ends in. */
export interface EmittedModule {
  readonly imports: readonly ImportedModule[];
  readonly statements: readonly Written[];
  readonly last: Doc;
  /** What the tests may reach. */
  readonly points: readonly CoveragePoint[];
  /** By function: the names of the top level that stand in it. */
  readonly referred: ReadonlyMap<string, ReadonlySet<string>>;
  /** By call: what of the record that it gives is asked for. */
  readonly demanded: ReadonlyMap<Node, Demanded>;
}

/** What an earlier round found. */
export type Found = Pick<EmittedModule, "referred" | "demanded">;

interface Emitted {
  readonly written: readonly Written[];
  readonly needs: ReadonlySet<Need>;
}

/**
 * What a module is for: to run the program, and count what passes its operators, also with a page that shows it, or see
 * what its runs reach; to run its
 * `test` blocks with nothing outside, and see what they reach; or to give its functions to whoever imports it.
 */
export type Purpose = "run" | "metrics" | "ui" | "trial" | "test" | "coverage" | "functions";

/** A checked program with its plan. */
export interface Program {
  readonly checked: Checked;
  readonly plan: Plan;
  readonly origins: Origins;
}

/** All that the program needs, everything after what it needs itself. `found` comes from an earlier round. */
export function emitModule(
  { checked, plan, origins }: Program,
  purpose: Purpose,
  folder: string,
  marks: SourcePositions,
  found: Found,
): EmittedModule {
  const { places, ids } = createPlanContext(checked);
  const top = createTopScope();
  const { names, units } = nameDeclarations(checked, top);
  const referred = new Map<string, Set<string>>();
  const demanded = new Map<Node, Set<string> | null>();
  const isTest = purpose === "test" || purpose === "coverage";
  const isCovered = purpose === "coverage" || purpose === "trial";
  const isMetered = purpose === "metrics" || purpose === "ui";
  const coverage = isCovered ? createCoverage(checked.units, top.declare("reached")) : null;
  const shared = {
    checked,
    plan,
    origins,
    testing: isTest,
    probes: coverage !== null ? [coverage.probe] : isMetered ? [createMetricsProbe()] : [],
    places,
    ids,
    marks,
    names,
    top,
    imports: createImports(top, folder),
    schemas: new Map<TypeDecl, SchemaNeed>(),
    encoders: new Map<TypeDecl, EncoderNeed>(),
    prepared: new Map<string, PreparedNeed>(),
    referred: { last: found.referred, now: referred },
    demanded: { last: found.demanded, now: demanded },
    bindings: new Map<Node, Value>(),
    emit: emitExpression,
  };
  const emitted = new Map<Need, Emitted>();

  const emitNeed = (need: Need): void => {
    if (emitted.has(need)) return;
    if (need.kind === "Prepared") {
      emitted.set(need, { written: [constant(need)], needs: new Set() });
      return;
    }
    const decl = need.kind === "Schema" || need.kind === "Encoder" ? need.decl : (need as Declaration);
    const block = createBlock(top);
    const module: Module = { ...shared, needs: new Set() };
    const at: At = { module, unit: units.get(decl) ?? checked.entry, block, exits: NO_EXITS };
    const own =
      need.kind === "Schema"
        ? emitSchema(need, at)
        : need.kind === "Encoder"
          ? emitEncoder(need, at)
          : emitDeclaration(decl, names.get(decl) ?? "", at);
    const before = block.statements.map((text): Written => ({ kind: "statement", text }));
    emitted.set(need, { written: own === null ? [] : [...before, own], needs: module.needs });
    for (const one of module.needs) emitNeed(one);
  };
  const roots = purpose === "functions" ? functionsOf(checked) : rootsOf(checked, plan, isTest, ids);
  for (const root of roots) emitNeed(root);
  const block = createBlock(top);
  const module: Module = { ...shared, needs: new Set() };
  const at: At = { module, unit: checked.entry, block, exits: NO_EXITS };
  const tests = !isTest ? null : emitTests(testsOf(checked), at);
  for (const need of module.needs) emitNeed(need);

  const ordered = inOrder(checked, emitted, shared.schemas, module.needs);
  const parts = programParts(plan, names, ordered);
  if (coverage !== null && isTest) parts.push(property("reached", coverage.name));
  if (isMetered) parts.push(property("metrics", emitMetrics(shared, purpose === "ui")));
  const last =
    purpose === "functions"
      ? exportStatement(roots, names)
      : tests === null
        ? runStatement(parts, shared.imports)
        : testStatement(parts, tests, shared.imports);
  const counter: Written[] = coverage === null ? [] : [constant({ name: coverage.name, value: "new Set<number>()" })];
  const statements = [...counter, ...ordered.flatMap((need) => emitted.get(need)?.written ?? [])];
  return { imports: shared.imports.modules(), statements, last, points: coverage?.points ?? [], referred, demanded };
}

function constant({ name, value }: Pick<PreparedNeed, "name" | "value">): Written {
  return { kind: "const", name, type: null, value, doc: [], exported: false, mark: "" };
}

/** Names of everything at the top of a file; the entry's are its own, those of other files give way. */
function nameDeclarations(checked: Checked, top: Scope): { names: Map<Node, string>; units: Map<Node, Unit> } {
  const names = new Map<Node, string>();
  const units = new Map<Node, Unit>();
  for (const unit of checked.units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind === "ImportDecl" || decl.kind === "TestDecl" || decl.kind === "ExternDecl") continue;
      names.set(decl, decl.kind === "TypeDecl" ? top.declareType(decl.name.text) : top.declare(decl.name.text));
      units.set(decl, unit);
    }
  }
  return { names, units };
}

/** What runs, and what the entry lets others set or write to; everything else only where one of these needs it. */
function rootsOf(checked: Checked, plan: Plan, isTest: boolean, ids: ReadonlyMap<Node, string>): Declaration[] {
  const running = new Set([...plan.agents, ...plan.streams].map((one) => one.id));
  return checked.units.flatMap((unit) =>
    unit.tree.declarations.filter((decl) => {
      if (decl.kind === "AgentDecl" || decl.kind === "StreamDecl") return running.has(ids.get(decl) ?? "");
      // A test needs a value for those params only that what it tests is made of.
      if (decl.kind === "ParamDecl") return unit === checked.entry && !isTest;
      return unit === checked.entry && decl.kind === "TopicDecl";
    }),
  );
}

/** The functions of a program: those of its entry. */
function functionsOf({ entry }: Checked): Declaration[] {
  return entry.tree.declarations.filter((decl) => decl.kind === "FnDecl");
}

/** The `test` blocks of a program: those of its entry. */
function testsOf({ entry }: Checked): TestDecl[] {
  return entry.tree.declarations.filter((decl) => decl.kind === "TestDecl");
}

/** The order of the source, but everything after what it needs; `last` is what the tests need. A type is followed by its schema. */
function inOrder(
  checked: Checked,
  emitted: ReadonlyMap<Need, Emitted>,
  schemas: ReadonlyMap<TypeDecl, SchemaNeed>,
  last: ReadonlySet<Need>,
): Need[] {
  const ordered = new Set<Need>();
  const visited = new Set<Need>();
  const visit = (need: Need): void => {
    const found = emitted.get(need);
    if (found === undefined || visited.has(need)) return;
    visited.add(need);
    for (const one of found.needs) visit(one);
    ordered.add(need);
    const schema = need.kind === "TypeDecl" ? schemas.get(need) : undefined;
    if (schema !== undefined) visit(schema);
  };
  for (const unit of checked.units) for (const decl of unit.tree.declarations) visit(decl);
  for (const need of last) visit(need);
  for (const schema of schemas.values()) visit(schema);
  return [...ordered];
}

/** `file: "…", topics: […], agents: […], streams: […]` */
function programParts(plan: Plan, names: ReadonlyMap<Node, string>, ordered: readonly Need[]): Doc[] {
  const all = (kind: Need["kind"]): Doc[] =>
    ordered.flatMap((need) =>
      need.kind === kind && need.kind !== "Schema" && need.kind !== "Encoder" && need.kind !== "Prepared"
        ? [names.get(need) ?? ""]
        : [],
    );
  const lists = [
    ["topics", all("TopicDecl")],
    ["tables", all("TableDecl")],
    ["agents", all("AgentDecl")],
    ["streams", all("StreamDecl")],
  ] as const;
  return [
    property("file", quoted(plan.file)),
    ...lists.flatMap(([name, docs]) => (docs.length === 0 ? [] : [property(name, listed("[", docs, "]"))])),
  ];
}

/** `await run({ … }, process.argv.slice(2));` */
function runStatement(parts: readonly Doc[], imports: Imports): Doc {
  return ["await ", call(imports.runtime("run"), [object(parts), "process.argv.slice(2)"]).doc, ";"];
}

/** `export { first, second as second2 };`: each by its name in the `.flow` file. */
function exportStatement(functions: readonly Declaration[], names: ReadonlyMap<Node, string>): Doc {
  const exported = functions.flatMap((decl) => {
    if (decl.kind !== "FnDecl") return [];
    const { text } = decl.name;
    const own = names.get(decl) ?? text;
    return [own === text ? text : `${own} as ${text}`];
  });
  return ["export ", listed("{", exported, "}"), ";"];
}

/** `export default testProgram({ …, tests: [ … ] });` */
function testStatement(parts: readonly Doc[], tests: Doc, imports: Imports): Doc {
  const program = object([...parts, property("tests", tests)]);
  return ["export default ", call(imports.runtime("testProgram"), [program]).doc, ";"];
}
