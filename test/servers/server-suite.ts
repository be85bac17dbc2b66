import { ServerUnavailable } from "./server-unavailable.ts";
import { disposeServers, type ServerKind, type Servers, sharedServer } from "./shared-servers.ts";

/** Console tools are JVMs, and a broker may have to come back: more than mocha's two seconds. */
const testTimeout = 60_000;

/** The bound of a first download of the jars and a start; the parts have tighter ones of their own. */
const startTimeout = 15 * 60_000;

const skipped: { readonly title: string; readonly reason: string }[] = [];

/**
 * A mocha suite that needs a real server. The server is started by the first suite that needs one and shared by all of
 * the run: use topics and directories of names of your own. `define` gets a function for the server, to be called in
 * hooks and tests. A suite that needs two kinds nests one in the other.
 *
 * Where the server cannot be had the suite is skipped and named at the end with the reason; under CI=true it fails.
 */
export function serverSuite<Kind extends ServerKind>(
  kind: Kind,
  title: string,
  define: (server: () => Servers[Kind]) => void,
): void {
  describe(title, function () {
    this.timeout(testTimeout);
    let server: Servers[Kind] | undefined;

    before(`start ${kind}`, async function () {
      this.timeout(startTimeout);
      try {
        server = await sharedServer(kind);
      } catch (error) {
        if (!(error instanceof ServerUnavailable) || process.env["CI"] === "true") throw error;
        skipped.push({ title: this.test?.parent?.fullTitle() ?? title, reason: error.message });
        this.skip();
      }
    });

    afterEach(function () {
      const error = this.currentTest?.err;
      if (error === undefined || server === undefined) return;
      const message = `${error.message}\nlog of ${kind}: ${server.log}`;
      // The reporter prints the message that is in the stack.
      if (error.stack !== undefined) error.stack = error.stack.replace(error.message, () => message);
      error.message = message;
    });

    define(() => {
      if (server === undefined) throw new Error(`the ${kind} server is there only in hooks and tests`);
      return server;
    });
  });
}

// Of the root suite, as this module is loaded outside of any: after the last test of the run.
after("stop servers", async function () {
  this.timeout(testTimeout);
  await disposeServers();
  if (skipped.length === 0) return;
  console.log(`\n  ${skipped.length} server ${skipped.length === 1 ? "suite" : "suites"} skipped:`);
  for (const { title, reason } of skipped) console.log(`    ${title}: ${reason}`);
});
