import {
  agent,
  fromSource,
  int as intOfRuntime,
  param,
  run as runOfRuntime,
  stream as streamOfRuntime,
  t,
  top as topOfRuntime,
} from "sluice/runtime";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";

/** Names that JavaScript, the runtime or the emitter want for themselves. */
const int = 1;

function top(list: string): string {
  return list;
}

function new2(event: string): string {
  return event;
}

function run(t: string): number {
  return t.length;
}

const stream = param("stream", t.string, "input.flow:7:7", () => "x");

export const await2 = streamOfRuntime({
  name: "await",
  place: "input.flow:9:8",
  every: 1000,
  inputs: {
    emit: fromSource(
      socketText({ host: stream, port: int }, { name: "await.emit", place: "input.flow:10:15", element: t.string }),
    ),
  },
  outputs: {
    print: print<[string, number]>(
      {},
      { name: "await.print", place: "input.flow:13:73", element: t.tuple(t.string, t.int) },
    ),
    print2: print<number>({}, { name: "await.print2", place: "input.flow:14:63", element: t.int }),
    print3: print<string>({}, { name: "await.print3", place: "input.flow:15:71", element: t.string }),
  },
  batch({ emit }, emit2) {
    const elements: [string, number][] = [];
    for (const to of emit) {
      const int = new2(to.body);
      const class2 = top(int);
      if (class2 !== "") {
        elements.push([class2, run(class2)]);
        const x = intOfRuntime(class2.length + class2.length);
        emit2.print2.push(intOfRuntime(x * x));
      }
      emit2.print3.push(`${to.body} ${to.headers.get("a") ?? ""}`);
    }
    const highest = topOfRuntime(elements, 3, ([_Failure, t]) => t);
    for (const pair of highest) {
      emit2.print.push(pair);
    }
  },
});

export const pass = agent({
  name: "pass",
  place: "input.flow:18:7",
  sources: {
    events: netcat({ port: 1 }, { name: "pass.events", place: "input.flow:19:10", element: t.string }),
  },
  channels: {
    to: memory<string>({}, { name: "pass.to", place: "input.flow:20:11", element: t.string }),
  },
  sinks: {
    print: print<string>({}, { name: "pass.print", place: "input.flow:22:77", element: t.string }),
  },
  flows: [
    {
      from: "events",
      to: ["to"],
      optional: [],
      rejects: [],
      place: "input.flow:22:71",
      pass(events, to) {
        for (const to2 of events) {
          to.to.push({ body: to2.body.trim() + stream, headers: to2.headers });
        }
      },
    },
    { from: "to", to: ["print"], optional: [], rejects: [], place: "input.flow:22:77" },
  ],
});

await runOfRuntime({ file: "input.flow", agents: [pass], streams: [await2] }, process.argv.slice(2));
