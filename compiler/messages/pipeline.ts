import { messageTable } from "../../grammar/message.ts";

/** 5xxx: the pipeline as a whole, and its tests. */
export const PIPELINE_MESSAGES = messageTable({
  FLOW5001: {
    severity: "error",
    title: "source wired to a sink",
    message: "`{source}` goes straight to the sink `{sink}`",
    help: "In an agent a channel stands between them, and keeps events while the sink is away: `{source} -> {channel} -> {sink}`.",
  },
  FLOW5002: {
    severity: "error",
    title: "sink without a channel",
    message: "nothing goes into the sink `{name}`",
    help: "{help}",
  },
  FLOW5003: {
    severity: "error",
    title: "channel without a source",
    message: "nothing goes into the channel `{name}`",
    help: "Wire a source to it: `source -> {name}`. In Flume it would have stayed empty without a word.",
  },
  FLOW5004: {
    severity: "error",
    title: "channel without a sink",
    message: "nothing takes from the channel `{name}`",
    help: "Wire it to a sink: `{name} -> sink`. In Flume it would have filled up, and every put failed.",
  },
  FLOW5005: {
    severity: "error",
    title: "source goes nowhere",
    message: "the source `{name}` goes nowhere",
    help: "Wire it to a channel: `{name} -> channel -> sink`.",
  },
  FLOW5006: { severity: "error", title: "wire does not fit", message: "{what}", help: "{help}" },
  FLOW5007: {
    severity: "error",
    title: "stream without output",
    message: "the stream `{name}` has no output, so nothing of it would run",
    help: "Send something somewhere: `… -> print()`.",
  },
  FLOW5008: {
    severity: "error",
    title: "unknown guarantee",
    message: "there is no guarantee `{name}`",
    help: "{help}",
  },
  FLOW5009: {
    severity: "error",
    title: "sink with two channels",
    message: "the sink `{name}` takes from `{first}` already",
    help: "A sink empties one channel. Send both sources into one channel, or declare a second sink.",
  },
  FLOW5010: {
    severity: "error",
    title: "channel with an arrow to several sinks",
    message: "the channel `{name}` cannot go to several sinks at once",
    help: "To copy, give each sink its own channel: `source -> [c1, c2]`. To share the work, use `loadBalance(k1, k2)`; for a spare, `failover(k1, k2)`.",
  },
  FLOW5011: {
    severity: "error",
    title: "not a multiple of the interval",
    message: "{what} of {given} is no multiple of {interval}",
    help: "The stream here has a batch every {interval}, and a window is made of whole batches. Try {suggestion}.",
  },
  FLOW5012: {
    severity: "error",
    title: "different slides",
    message: "one side has a batch every {left}, the other every {right}",
    help: "Batches of the same time meet: give both sides the same slide, with `window(…, slide: …)`.",
  },
  FLOW5013: {
    severity: "error",
    title: "interval",
    message: "the interval of `{name}` must be longer than nothing",
    help: "Write it as `every 15s`.",
  },
  FLOW5014: {
    severity: "error",
    title: "guarantee does not hold",
    message: "`{name}` promises `{claimed}`, and the path `{path}` {actual}",
    help: "{raise}",
  },
  FLOW5015: {
    severity: "error",
    title: "test out of reach",
    message: "a test cannot {what} `{name}`",
    help: "{help}",
  },
  FLOW5016: {
    severity: "error",
    title: "loop without an end",
    message: "what goes into `{topic}` comes back to it for ever: {loop}",
    help: "Nothing on the way can leave an element out. Put a `filter` on it, or an `else drop`.",
  },
  FLOW5017: {
    severity: "error",
    title: "nowhere to keep state",
    message: "`{operator}` would have to keep `{element}` between batches",
    help: "What is kept is written down, to survive a restart, and this has no form in which it could be. Keep what it is made of instead.",
  },
  FLOW5018: {
    severity: "error",
    title: "no form to travel in",
    message: "`{name}` would have to pass on `{element}`",
    help: "What travels is data: texts, numbers, times, bytes, and records, arrays, tuples and maps of them. This has no form in which it could be written or shown.",
  },
  FLOW5019: {
    severity: "error",
    title: "no headers here",
    message: "what has been computed has no headers any more",
    help: "Ask for them first, right behind what the stream reads: `input.events().filter(event => …)`.",
  },
  FLOW5021: {
    severity: "warning",
    title: "batch that may never fit",
    message: "`{operator}` makes more of a batch than fits into `{channel}`",
    help: "{reason}: such a batch is refused each time that it comes. Raise `{option}` of `{channel}`, or lower {lower}.",
  },
  FLOW5022: {
    severity: "warning",
    title: "takers that share a channel",
    message: "`{second}` takes from `{channel}` what `{first}` then does not get",
    help: "Each event of a channel goes to one of those that take from it. To give both all of them, copy: `source -> [c1, c2]`, and a channel each.",
  },
  FLOW5023: {
    severity: "warning",
    title: "more readers than partitions",
    message: "{readers} readers of the group `{group}` share {partitions} of `{topic}`: {idle} without work",
    help: "A partition is read by one member of a group. Raise `{option}`, or give readers that each want everything a group of their own.",
  },
  FLOW5024: {
    severity: "error",
    title: "topic read twice in one group",
    message: "`{reader}` reads `{topic}` here once more in the group `{group}`, and each of the two gets a part of it",
    help: '{once} Or give one of them a group of its own: `{topic}.from(…, group: "…")`.',
  },
});
