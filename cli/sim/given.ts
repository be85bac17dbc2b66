import { type CompileOptions, compile } from "../../compiler/compile.ts";
import type { Host } from "../../compiler/model/host.ts";
import { importProgram } from "../program/import-program.ts";

/** As `runtime/testing/test-program.ts` gives it: a compiled program brings its own runtime. */
interface Tests {
  given(): ReadonlyMap<string, readonly unknown[]>;
}

/**
 * The lines that the `test` blocks of `entry`, a program without errors, give to its sources and topics, by their names.
 * `settings` are values of params, `name=value`. Records are given as JSON; other bodies than these and lines are left out.
 */
export async function givenLines(
  host: Host,
  entry: string,
  settings: readonly string[],
  options: CompileOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { output } = await compile(host, entry, { ...options, purpose: "test" });
  const module = output === null ? null : await importProgram(output, entry, settings);
  const bodies = module === null ? new Map<string, readonly unknown[]>() : (module["default"] as Tests).given();
  const lines = Array.from(bodies, ([name, given]) => {
    const texts = given.map((body) => (typeof body === "object" && body !== null ? JSON.stringify(body) : body));
    return [name, texts.filter((text): text is string => typeof text === "string" && isLine(text))] as const;
  });
  return new Map(lines.filter(([, given]) => given.length > 0));
}

function isLine(text: string): boolean {
  return text !== "" && !/[\r\n]/.test(text);
}
