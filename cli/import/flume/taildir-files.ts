/** Flume's groups of files: a fixed folder, and a regular expression for the name. */
import type { ImportContext } from "./context.ts";
import { textLiteral } from "./literals.ts";
import type { Described } from "./option-code.ts";
import { flumePositions, ownPositions } from "./positions.ts";
import { partsOf, textOfParts } from "./references.ts";

/** The options `files`, `groupHeaders` and `positionFile`. */
export function taildirFiles(
  { findings, params, properties, home }: ImportContext,
  { path, at, options }: Described,
): string[] {
  const groups = (options.get("filegroups")?.value ?? "").split(/\s+/);
  const files = groups.flatMap((group) => {
    const line = options.get(`filegroups.${group}`);
    if (line === undefined) {
      findings.add("ignored", options.get("filegroups") ?? at, path, `the group \`${group}\` has no files`);
      return [];
    }
    return [textOfParts(partsOf(patternOf(line.value), properties), params)];
  });
  const headers = groups.flatMap((group) => {
    const lead = `headers.${group}.`;
    const own = [...options].filter(([key]) => key.startsWith(lead));
    const pairs = own.map(([key, { value }]) => `(${textLiteral(key.slice(lead.length))}, ${textLiteral(value)})`);
    const pattern = options.get(`filegroups.${group}`);
    if (pattern === undefined || pairs.length === 0) return [];
    return [`(${textOfParts(partsOf(patternOf(pattern.value), properties), params)}, [${pairs.join(", ")}].toMap())`];
  });
  for (const [key, one] of options) {
    const group = /^filegroups\.(.+)$/.exec(key)?.[1];
    if (group !== undefined && !groups.includes(group)) {
      findings.add(
        "ignored",
        one,
        path,
        `\`filegroups\` does not name the group \`${group}\`, so Flume does not read it`,
      );
    }
    const owner = /^headers\.([^.]+)\./.exec(key)?.[1];
    if (owner !== undefined && !groups.includes(owner)) {
      findings.add(
        "ignored",
        one,
        path,
        `\`filegroups\` does not name the group \`${owner}\`, so nothing gets the header`,
      );
    }
  }
  const positions = partsOf(ownPositions(flumePositions({ options }, home)), properties);
  return [
    `files: [${files.join(", ")}]`,
    ...(headers.length === 0 ? [] : [`groupHeaders: [${headers.join(", ")}].toMap()`]),
    `positionFile: ${textOfParts(positions, params)}`,
  ];
}

/** A plain name such as `access.log` stays one: nobody who writes it means a dot that matches any letter. */
function patternOf(value: string): string {
  const slash = value.lastIndexOf("/");
  const [folder, name] = [value.slice(0, slash + 1), value.slice(slash + 1)];
  return /^[\w.-]+$/.test(name) ? value : `${folder}re:${name}`;
}
