import { compile } from "../compiler/compile.ts";
import { type Bundle, BundleError, bundle, startBundler } from "./bundle.ts";
import { diskHost, hostPath, recordingHost, withoutLibraries } from "./disk-host.ts";
import { externReading } from "./extern-reading.ts";
import { makeFolder } from "./make-folder.ts";
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
 * it depends on, by path: what has to be the same for it to be the same. It names other files from `output`, the real
 * path of the folder that it will stand in; without one it can be moved, but not its source map's files.
 */
export async function compileProgram(
  entry: string,
  output: string | null = null,
): Promise<{ readonly program: CompiledProgram | null; readonly inputs: Texts }> {
  startBundler();
  const host = recordingHost(diskHost());
  const cache = parsedStandardLibrary(host);
  const compiled = await compile(host, entry, {
    cache,
    externs: externReading(),
    ...(output === null ? {} : { folder: hostPath(output) }),
  });
  printFrames(compiled.analysis.diagnostics, host);
  const read = withoutLibraries(host.texts);
  if (compiled.output === null) return { program: null, inputs: read };
  try {
    // The bundler finds nothing from a folder that is not there.
    if (output !== null) makeFolder(output);
    const bundled = await bundle(compiled.output, entry, output);
    const inputs = new Map([...read, ...bundled.inputs]);
    return { program: { ...compiled.output, bundle: bundled }, inputs };
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    process.stderr.write(`sluice: ${error.message}\n`);
    return { program: null, inputs: read };
  }
}
