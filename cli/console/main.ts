import { letSecretsThrow } from "../../runtime/contract/secret.ts";
import { consoleContext } from "./console-context.ts";
import { consume } from "./consume.ts";
import { counted } from "./counted.ts";
import { produce } from "./produce.ts";
import type { ConsumeRequest, ProduceRequest, StateRequest, TopicsRequest } from "./request.ts";
import { state } from "./state.ts";
import { manageTopics } from "./topics.ts";

/** A command and what it asks for. */
export type ConsoleCommand =
  | { readonly command: "topics"; readonly request: TopicsRequest }
  | { readonly command: "produce"; readonly request: ProduceRequest }
  | { readonly command: "consume"; readonly request: ConsumeRequest }
  | { readonly command: "state"; readonly request: StateRequest };

/**
 * Runs a command of the console; the first Ctrl-C ends it in order, a second one at once. Gives the exit status: 0, or
 * 1 after one line on standard error.
 */
export async function runConsole(asked: ConsoleCommand): Promise<number> {
  letSecretsThrow();
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    const context = consoleContext(asked.request.dataDir, stop.signal);
    switch (asked.command) {
      case "topics":
        await manageTopics(asked.request, context);
        break;
      case "produce":
        reportProduced(asked.request, await produce(asked.request, context));
        break;
      case "consume":
        tell(counted(await consume(asked.request, context), "record"));
        break;
      case "state":
        await state(asked.request);
        break;
    }
    return 0;
  } catch (error) {
    tell(`sluice: ${lineOf(error)}`);
    return 1;
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A topic of a `.flow` file comes from a bundle with classes of its own: what counts is what an error carries. */
function lineOf(error: unknown): string {
  const { message, declared } = error as { message?: string; declared?: { name: string; place: string } };
  const text = message ?? String(error);
  return declared === undefined || declared.place === "" ? text : `${declared.place}: topic ${declared.name}: ${text}`;
}

function reportProduced({ topic, json }: ProduceRequest, records: number): void {
  if (json) process.stdout.write(`${JSON.stringify({ topic, records })}\n`);
  else tell(counted(records, "record"));
}
