/** What the reference says of a declaration: read from its tree and its text, for pages and for the terminal. */
import type { Clause, ExternDecl, ExternKind, Parameter, SourceFile, Span, TypeDecl } from "../../grammar/ast.ts";
import type { Delivery } from "../model/delivery.ts";

/** What the reference says of one declaration. */
export interface ReferenceEntry {
  readonly kind: ExternKind | "type" | "const";
  /** `split` */
  readonly name: string;
  /** With what it is called upon: `string.split`. */
  readonly title: string;
  /** As declared, without words and clauses. */
  readonly signature: string;
  /** Lines of Markdown, without the examples. */
  readonly doc: readonly string[];
  /** Of a component or operator its options, of a record type its fields; functions speak of theirs in `doc`. */
  readonly options: readonly ReferenceOption[];
  /** Of `extern options`: the kinds of components that have them. */
  readonly of: readonly string[];
  /** What its clauses promise, a sentence of Markdown each. */
  readonly facts: readonly string[];
  /** Pieces of the language. */
  readonly examples: readonly string[];
}

/** What the reference says of an option, a parameter, or a field. */
export interface ReferenceOption {
  readonly name: string;
  readonly type: string;
  /** Null for what must be given, and for fields. */
  readonly fallback: string | null;
  readonly doc: readonly string[];
}

/** What an index is divided into, in the order in which someone builds a program. */
export const referenceGroups: readonly (readonly [title: string, kinds: readonly ReferenceEntry["kind"][]])[] = [
  ["Sources", ["source"]],
  ["Channels", ["channel"]],
  ["Sinks", ["sink"]],
  ["Topics", ["topic"]],
  ["Tables", ["table"]],
  ["Options", ["options"]],
  ["Operators", ["operator"]],
  ["Functions", ["fn", "field"]],
  ["Types and constants", ["type", "const"]],
];

/** Everything that the file gives to others, in its order. */
export function referenceOf(tree: SourceFile, text: string): ReferenceEntry[] {
  return tree.declarations.flatMap((decl): ReferenceEntry[] => {
    if (decl.kind === "ImportDecl" || !decl.pub) return [];
    const shared = { name: decl.name.text, ...readDoc(decl.doc) };
    switch (decl.kind) {
      case "ExternDecl":
        return [{ ...shared, ...externParts(decl, text) }];
      case "TypeDecl":
        return [{ ...shared, ...typeParts(decl, text) }];
      case "ConstDecl": {
        const signature = `const ${textOf({ start: decl.name.span.start, end: decl.value.span.end }, text)}`;
        return [{ ...shared, kind: "const", title: decl.name.text, signature, options: [], of: [], facts: [] }];
      }
      default:
        return [];
    }
  });
}

/** `entries`, of the whole library, where each component says which options it shares with others of its kind. */
export function withSharedOptions(entries: readonly ReferenceEntry[]): ReferenceEntry[] {
  const shared = entries.filter(({ kind }) => kind === "options");
  return entries.map((entry) => {
    const facts = shared
      .filter(({ of }) => of.includes(entry.kind))
      .map(({ name, options }) => {
        const names = options.map((option) => `\`${option.name}\``).join(" and ");
        return `Takes ${names}, too: see \`${name}\`.`;
      });
    return { ...entry, facts: [...entry.facts, ...facts] };
  });
}

type Parts = Pick<ReferenceEntry, "kind" | "title" | "signature" | "options" | "of" | "facts">;

function externParts(decl: ExternDecl, text: string): Parts {
  const receiver = decl.receiver === null ? "" : `${textOf(decl.receiver.span, text)}.`;
  const isFunction = decl.externKind === "fn" || decl.externKind === "field";
  return {
    kind: decl.externKind,
    title: `${receiver}${decl.name.text}`,
    signature: signatureOf(decl, text),
    of: decl.clauses
      .filter(({ word }) => word.text === "of" && decl.externKind === "options")
      .flatMap(({ args }) => args.map(({ span }) => textOf(span, text))),
    options: isFunction ? [] : decl.params.map((param) => optionOf(param, text)),
    facts: decl.clauses.flatMap((clause) => factOf(clause, text, decl.externKind === "operator") ?? []),
  };
}

function typeParts(decl: TypeDecl, text: string): Parts {
  const fields = decl.type.kind === "RecordType" ? decl.type.fields : [];
  return {
    kind: "type",
    title: decl.name.text,
    signature: withoutDocs(`type ${textOf({ start: decl.name.span.start, end: decl.type.span.end }, text)}`),
    options: fields.map(({ name, type, doc }) => {
      return { name: name.text, type: textOf(type.span, text), fallback: null, doc };
    }),
    of: [],
    facts: [],
  };
}

/** `sink logger<T>(…): T`: from its kind to its result. */
function signatureOf(decl: ExternDecl, text: string): string {
  const start = text.indexOf(decl.externKind, text.indexOf("extern", decl.span.start) + "extern".length);
  const afterResult = decl.clauses[0]?.span.start ?? decl.from?.span.start ?? decl.span.end;
  const end = decl.result?.span.end ?? text.lastIndexOf(")", afterResult) + 1;
  return withoutDocs(text.slice(start, end));
}

function withoutDocs(declared: string): string {
  const lines = declared.split("\n").filter((line) => !line.trimStart().startsWith("///"));
  return lines.join("\n").trim();
}

function optionOf(param: Parameter, text: string): ReferenceOption {
  return {
    name: param.name.text,
    type: param.type === null ? "" : textOf(param.type.span, text),
    fallback: param.value === null ? null : textOf(param.value.span, text),
    doc: param.doc,
  };
}

function textOf({ start, end }: Span, text: string): string {
  return text.slice(start, end);
}

/** Words first, then what stands between fences. */
function readDoc(lines: readonly string[]): Pick<ReferenceEntry, "doc" | "examples"> {
  const doc: string[] = [];
  const examples: string[] = [];
  let example: string[] | null = null;
  for (const line of lines) {
    if (!line.startsWith("```")) (example ?? doc).push(line);
    else if (example === null) example = [];
    else {
      examples.push(example.join("\n"));
      example = null;
    }
  }
  while (doc.at(-1) === "") doc.pop();
  return { doc, examples };
}

const deliveries: Readonly<Record<Delivery, string>> = {
  replayable: "what was not delivered before a crash is read again",
  acknowledged: "the sender hears when an event is safe, and sends again what was not",
  forgetful: "what is on its way in a crash is lost, and nobody has it any more",
  durable: "what is in it survives a crash",
  volatile: "what is in it is lost in a crash",
  transactional: "a batch is written wholly or not at all, once",
  idempotent: "a batch that is written again changes nothing",
  confirmed: "a batch counts as written when the other side has said so; after a crash it may be written again",
  unconfirmed: "nobody says whether a batch has arrived",
};

function factOf(clause: Clause, text: string, isOperator: boolean): string | null {
  const named = (parts: Clause["args"]) => parts.map((part) => `\`${textOf(part.span, text)}\``).join(", ");
  const args = named(clause.args);
  switch (clause.word.text) {
    case "delivers": {
      const word = clause.args[0] === undefined ? "" : textOf(clause.args[0].span, text);
      return `Delivers \`${word}\`: ${deliveries[word as Delivery]}.`;
    }
    case "adds":
      return clause.for.length === 0 ? `Adds a header: ${args}.` : `Adds a header with ${named(clause.for)}: ${args}.`;
    case "brings": {
      const which = args === "`any`" ? "Events may have any headers" : `Events may have the headers ${args}`;
      return clause.for.length === 0 ? `${which}.` : `${which}, with ${named(clause.for)}.`;
    }
    case "removes":
      return `Removes headers: ${args}.`;
    case "hides":
      return `The defaults of ${args} hold beside ${named(clause.for)}: what comes first counts.`;
    case "needs": {
      const unless = clause.unless.length === 0 ? "" : `, unless ${named(clause.unless)}`;
      return `Needs the header ${args} for time escapes in ${named(clause.for)}${unless}.`;
    }
    case "exclusive":
      return clause.for.length === 0
        ? `No two may have the same ${args}.`
        : `No two of ${named(clause.for)} may have the same ${args}.`;
    case "requires":
      return `Requires ${args}.`;
    case "batches":
      return `${args} says how many events a transaction has.`;
    case "transacts":
      return `${args} says how many events a transaction may have.`;
    case "encodes":
      return `With ${args} at \`"text"\`, bodies must have a form as plain text.`;
    case "holds":
      return `${args} says how many events it has room for.`;
    case "parallel":
      return `${args} says how many readers of one group can share the work.`;
    case "distributed":
      return "Processes on several machines can use it at a time, and share the work of reading it.";
    case "rereads":
      return `After a crash, what was read within ${args} before it may be read again.`;
    case "resumes":
      return "Continues where it stood after a restart.";
    case "loses": {
      const reason = clause.args[0]?.kind === "StringLiteral" ? clause.args[0].value : "";
      return clause.unless.length === 0
        ? `May lose: ${reason}.`
        : `May lose, unless ${named(clause.unless)}: ${reason}.`;
    }
    case "counts":
      return `Counts ${args}: ${clause.text?.value ?? ""}.`;
    case "atomic":
      return "A batch that fails leaves nothing behind.";
    case "knowsBatches": {
      const unless = clause.unless.length === 0 ? "" : `, unless ${named(clause.unless)}`;
      return `A batch that a stream does again after a crash is written once${unless}.`;
    }
    case "beginsAgain":
      return "Reads the same from its beginning at each start; a stream with state skips what it has had.";
    case "drops":
      return "May give less than it gets.";
    case "elementwise":
      return "Each result comes from one element: where batches begin and end makes no difference.";
    case "blocking":
      return "Waits for the whole batch.";
    case "windowed":
      return `Gives windows, which ${args} make.`;
    case "stateful":
      return "Keeps state between batches.";
    case "ordered":
      return "What it gives has an order, which tests compare.";
    case "bounded":
      return "Out of range it fails the batch, unless an `else` catches that.";
    case "of":
      return isOperator
        ? `Stands right behind ${args.replaceAll(", ", " or ")}.`
        : `Options of every ${clause.args.map(({ span }) => textOf(span, text)).join(" and ")}.`;
    case "also":
      return clause.for.length === 0 ? `Also known as ${args}.` : `Elsewhere ${named(clause.for)} is called ${args}.`;
    default:
      return null;
  }
}
