import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/sluice.ts";

/**
 * The shell commands in the section "On a real cluster" of a sample's README, line by line, with addresses replaced
 * by those of the servers of this run. `npx sluice` stays for the caller to run.
 */
export function clusterCommands(name: string, replacements: Readonly<Record<string, string>>): readonly string[] {
  const readme = readFileSync(join(root, "samples", name, "README.md"), "utf8");
  const section = readme.split(/^## /m).find((one) => one.startsWith("On a real cluster"));
  if (section === undefined) throw new Error(`the README of ${name} has no section "On a real cluster"`);
  return [...section.matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap((block) => (block[1] ?? "").trimEnd().split("\n"))
    .map((line) => Object.entries(replacements).reduce((text, [from, to]) => text.replaceAll(from, to), line));
}

/** Arguments of the one command that begins with `start`, without `npx sluice`. */
export function sluiceArguments(commands: readonly string[], start: string): string[] {
  const line = commands.find((one) => one.startsWith(`npx sluice ${start}`));
  if (line === undefined) throw new Error(`no command "npx sluice ${start} …"`);
  return line.split(" ").slice(2);
}
