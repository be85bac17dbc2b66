import { analyse, type CompilerCache } from "../../compiler/compile.ts";
import type { Host } from "../../compiler/model/host.ts";
import { scan } from "../../grammar/scan/scan.ts";
import { DECLARATION_WORDS } from "../../grammar/tokens/keywords.ts";
import { hostWithFile } from "../disk-host.ts";

/**
 * The program that `text` of a command line stands for: itself where it begins with a declaration, otherwise an agent of
 * its wires, or a stream where only that is free of errors. `path` is where its imports are found from.
 */
export function programOfText(host: Host, cache: CompilerCache, path: string, text: string): string {
  const first = scan(text).tokens[0]?.image;
  if (DECLARATION_WORDS.some((word) => word === first)) return `${text}\n`;
  const agent = `agent main { ${text}\n}\n`;
  const stream = `stream main every 1s { ${text}\n}\n`;
  const isSound = (program: string) => analyse(hostWithFile(host, path, program), path, cache).ok;
  return !isSound(agent) && isSound(stream) ? stream : agent;
}
