import type { Context, Declared } from "../../runtime/contract/context.ts";
import { event } from "../../runtime/contract/event.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import { Backlog } from "../support/framing/backlog.ts";
import { accessLog } from "./access-log.ts";
import { type GenerateOptions, generateDefaults } from "./generate.options.ts";

/** A source that is further behind than this, in ms, does not try to make up for it. */
const LONGEST_LAG = 1000;

/** Made-up lines of a web server's access log. */
export function generate(options: GenerateOptions, _declared: Declared): Source<string> {
  return new GenerateSource({ ...generateDefaults, ...options });
}

class GenerateSource implements Source<string> {
  readonly #options: Required<GenerateOptions>;
  readonly #backlog = new Backlog<string>();
  readonly #line: (time: number) => string;
  #context: Context | null = null;
  #made = 0;

  constructor(options: Required<GenerateOptions>) {
    this.#options = options;
    this.#line = accessLog(options.seed);
  }

  get ends(): boolean {
    return this.#options.count !== null;
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
  }

  async run(output: Output<string>): Promise<void> {
    const context = this.#context!;
    const { clock, draining } = context;
    const last = this.#options.count ?? Infinity;
    const interval = 1000 / this.#options.rate;
    // What an earlier run has left behind.
    await this.#backlog.deliver(context, output);
    let next = clock.now();
    while (this.#made < last && !draining.aborted) {
      const now = clock.now();
      // The clock has been put back.
      if (next - now > interval + LONGEST_LAG) next = now;
      if (next > now) {
        await clock.sleep(next - now, draining);
        continue;
      }
      if (now - next > LONGEST_LAG) next = now;
      const lines: string[] = [];
      for (; next <= now && this.#made < last && lines.length < output.batchSize; next += interval) {
        lines.push(this.#line(now));
        this.#made += 1;
      }
      this.#backlog.add(lines.map((line) => event(line)));
      await this.#backlog.deliver(context, output);
    }
  }

  async close(): Promise<void> {}
}
