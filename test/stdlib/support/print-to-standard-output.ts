/** Run by a test: prints as many lines as its argument says, until that fails, and tells why on standard error. */
import { event } from "../../../runtime/contract/event.ts";
import { print } from "../../../stdlib/print/print.ts";
import { declared } from "./one-agent.ts";

const sink = print<string>({}, declared("k1"));
try {
  for (let index = 0; index < Number(process.argv[2]); index++) await sink.write([event(`line ${index}`)]);
} catch (error) {
  console.error((error as Error).message);
}
