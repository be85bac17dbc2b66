import type { Context, Declared } from "../../runtime/contract/context.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import { addPrinter, titleAmong } from "../support/console/printers.ts";
import { type Out, standardOutput } from "../support/console/standard-output.ts";
import { pythonShower } from "../support/show/show-python.ts";
import { scalaShower } from "../support/show/show-scala.ts";
import { type PrintOptions, printDefaults } from "./print.options.ts";

/** Most events of one write in an agent. */
const BATCH = 100;

const RULE = "-".repeat(43);

/** Batches on standard output, byte for byte as Spark's `pprint` and `print` lay them out; where several print, with a name. */
export function print<T>(options: PrintOptions, declared: Declared, out: Out = standardOutput): Sink<T> {
  const { count, layout } = { ...printDefaults, ...options };
  const show = layout === "scala" ? scalaShower(declared.element) : pythonShower(declared.element);
  const timeText = layout === "scala" ? (time: number) => `${time} ms` : localTime;
  const { name } = declared;
  let tally: Context["tally"];
  let leave = () => {};
  const write = async (text: string) => {
    await out(text);
    tally?.("bytes", Buffer.byteLength(text));
  };
  return {
    batchSize: BATCH,
    async open(context) {
      tally = context.tally;
      leave = addPrinter(out, name);
    },
    async write(events) {
      let text = "";
      for (const { body } of events) text += `${show(body)}\n`;
      await write(text);
    },
    async writeBatch(elements, time) {
      const title = titleAmong(out, name);
      let text = `${RULE}\nTime: ${timeText(time)}${title === "" ? "" : ` (${title})`}\n${RULE}\n`;
      for (const element of elements.slice(0, count)) text += `${show(element)}\n`;
      if (elements.length > count) text += "...\n";
      await write(`${text}\n`);
    },
    async close() {
      leave();
    },
  };
}

/** `2014-10-14 15:25:21`, with microseconds where there are any: how Python writes a local time. */
function localTime(time: number): string {
  const at = new Date(time);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const clockTime = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const micros = at.getMilliseconds() === 0 ? "" : `.${String(at.getMilliseconds()).padStart(3, "0")}000`;
  return `${day} ${clockTime}${micros}`;
}
