import type { Choices } from "./choices.ts";

/** Plain ones first, then words of JavaScript, of generated code, of its runtime, and of the language itself. */
const VALUES = (
  "a b item total line word hits x event value out length constructor await Map program run class new delete typeof " +
  "this arguments eval yield static let2 process undefined NaN Infinity Object Array String Number Boolean Symbol JSON " +
  "Math Date Promise Set Error globalThis prototype toString valueOf hasOwnProperty name key element elements index " +
  "result state emit batch time events from source sink channel topic stream test given expect every positional " +
  "t Failure failed place fail2 counters then async get set of enum interface package private implements " +
  "function var const import2 export default switch case break continue while do finally catch throw instanceof in " +
  "void with super debugger null2 $ _x $a require module exports input output count group window records buckets " +
  "inputs outputs told error reason message parse code keys values entries size map filter to by e k v i n s m"
).split(" ");

const FIELDS = [...VALUES, "let", "return", "else", "match", "try", "null", "true", "false", "drop", "__proto__"];

const TYPES = (
  "Hit Row Level Pair2 Object Array String Number Boolean Promise Set Date Error Event2 Failure Schema Record Partial " +
  "Stream Program Fallible Url2 Secret hit row object undefined2 Symbol Function Agent Topic2 ReadonlyMap Uint8Array"
).split(" ");

/** A name for a value; odd ones are as likely as plain ones. */
export function valueName(choices: Choices): string {
  return choices.pick(VALUES);
}

/** A name for a field of a record. */
export function fieldName(choices: Choices): string {
  return choices.pick(FIELDS);
}

/** A name for a type, with a number where it is taken. */
export function typeName(choices: Choices): string {
  return choices.pick(TYPES);
}

/** `wanted`, or it with a number behind it where it is taken; takes it. */
export function unique(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  taken.add(name);
  return name;
}
