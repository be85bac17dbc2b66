import type { FlumeKey, FlumeType } from "../../cli/import/flume/known/flume-type.ts";
import { channels, interceptors, sinks, sources } from "../../cli/import/flume/known/inventory.ts";
import { counterpart, type LibraryPart, libraryOf, optionFor } from "../../cli/import/flume/library.ts";
import { specialOptions } from "../../cli/import/flume/special-options.ts";
import type { ExternKind } from "../../grammar/ast.ts";
import type { DeclarationFile } from "./reference.ts";

const SECTIONS: readonly (readonly [string, string, ExternKind, readonly FlumeType[]])[] = [
  ["Sources", "sources", "source", sources],
  ["Channels", "channels", "channel", channels],
  ["Sinks", "sinks", "sink", sinks],
  ["Interceptors", "interceptors", "operator", interceptors],
];

/** `docs/flume-options.md`: what each component and option of Flume's is here, by the declarations. */
export function flumeOptions(declared: readonly DeclarationFile[]): ReadonlyMap<string, string> {
  const library = libraryOf(declared.map(({ tree }) => tree));
  const pageOf = ({ kind, name }: LibraryPart): string => {
    const file = declared.find(({ tree }) =>
      tree.declarations.some(
        (decl) => decl.kind === "ExternDecl" && decl.externKind === kind && decl.name.text === name,
      ),
    );
    return `reference/${file?.path.split("/")[1]}.md`;
  };
  const lines = [
    "# Flume's components and options",
    "",
    "What [`sluice import flume`](from-flume.md) makes of them. Written by `npm run generate` from the declarations of the",
    "standard library. A dash stands for what has no counterpart: the import says so where a configuration sets it.",
  ];
  for (const [title, section, kind, types] of SECTIONS) {
    lines.push("", `## ${title}`, "");
    const missing: string[] = [];
    for (const type of types) {
      const part = counterpart(library, kind, type) ?? counterpart(library, "topic", type);
      if (part === null || type.keys === null) missing.push(`\`${type.name}\``);
      else lines.push(...tableOf(section, type, part, pageOf(part)), "");
    }
    if (missing.length > 0) lines.push(`Without a counterpart: ${missing.join(", ")}.`);
  }
  return new Map([
    [
      "docs/flume-options.md",
      `${lines
        .join("\n")
        .replaceAll(/\n{3,}/g, "\n\n")
        .trimEnd()}\n`,
    ],
  ]);
}

function tableOf(section: string, type: FlumeType, part: LibraryPart, page: string): string[] {
  const rows = (type.keys ?? []).map(
    (key) => `| \`${key.name}\` | ${defaultOf(key)} | ${optionOf(section, type, part, key)} |`,
  );
  return [
    `### \`${type.name}\`: [\`${part.name}\`](${page})`,
    "",
    "| Flume | default | here |",
    "|---|---|---|",
    ...rows,
  ];
}

function defaultOf({ fallback, required, kind }: FlumeKey): string {
  if (required) return "required";
  if (fallback === null) return "";
  const unit = kind === "ms" || kind === "s" ? ` ${kind}` : kind === "bytes" ? " bytes" : "";
  return `\`${fallback.replaceAll("|", "\\|")}\`${unit}`;
}

function optionOf(section: string, type: FlumeType, part: LibraryPart, key: FlumeKey): string {
  if (part.kind === "topic") return "see [topics](language/topics.md)";
  if (specialOptions[`${section}.${type.name}`]?.keys.test(key.name)) return "in another form";
  const option = optionFor(part, key.name);
  return option === null ? "–" : `\`${option.name}\``;
}
