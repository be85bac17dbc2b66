import { compile } from "../compiler/compile.ts";
import { type Bundle, BundleError, bundle, startBundler } from "./bundle.ts";
import { diskHost, recordingHost } from "./disk-host.ts";
import { printFrames } from "./report.ts";
import { parsedStandardLibrary } from "./standard-library.ts";
import type { Texts } from "./watch.ts";

export interface CompiledProgram {
  readonly typescript: string;
  readonly sourceMap: string;
  readonly bundle: Bundle;
}

/**
 * The program of `entry`, null when it has errors; diagnostics are shown on standard error. `inputs` are the texts that
 * it depends on, by path: what has to be the same for it to be the same.
 */
export async function compileProgram(
  entry: string,
): Promise<{ readonly program: CompiledProgram | null; readonly inputs: Texts }> {
  startBundler();
  const host = recordingHost(diskHost());
  const { analysis, output } = await compile(host, entry, parsedStandardLibrary(host));
  printFrames(analysis.diagnostics, host);
  if (output === null) return { program: null, inputs: host.texts };
  try {
    const bundled = await bundle(output, entry);
    const inputs = new Map([...host.texts, ...bundled.inputs]);
    return { program: { typescript: output.typescript, sourceMap: output.sourceMap, bundle: bundled }, inputs };
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    process.stderr.write(`sluice: ${error.message}\n`);
    return { program: null, inputs: host.texts };
  }
}
