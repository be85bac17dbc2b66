/** Where the console sinks write; standard output unless a test says otherwise. */
export type Out = (text: string) => Promise<void>;

/** Resolves when the system has taken `text`; rejects when nobody reads standard output any more. */
export const standardOutput: Out = (text) =>
  new Promise((resolve, reject) => {
    listenOnce();
    process.stdout.write(text, (error) =>
      error ? reject(new Error(`standard output is gone: ${error.message}`)) : resolve(),
    );
  });

let listening = false;

/** Without a listener a reader that goes away (`… | head`) would end the process with a stack trace. */
function listenOnce(): void {
  if (listening) return;
  listening = true;
  process.stdout.on("error", () => {
    // The write that failed says so itself.
  });
}
