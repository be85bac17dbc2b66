import type { Context } from "../../runtime/contract/context.ts";
import type { Topic } from "../../runtime/contract/topic.ts";
import type { Letter } from "../../runtime/program/inspect/letter.ts";
import type { Holder } from "./holders.ts";
import { type Fate, Marks } from "./marks.ts";
import { lettersInFiles } from "./read-files.ts";
import { identityOf, lettersInTopic } from "./read-topic.ts";

/** Where letters of a program are, and which of them are asked for. */
export interface Asked {
  readonly topics: readonly Topic<unknown>[];
  readonly dataDir: string;
  /** Null for all edges. */
  readonly edge: string | null;
  /** Of letters; empty for all. */
  readonly ids: readonly string[];
}

/** A holder that can be read, with what is noted about its letters. */
export interface OpenHolder {
  readonly holder: Holder;
  readonly marks: Marks;
}

/** Reads what is noted about the letters of a holder. */
export async function openHolder(holder: Holder, { topics, dataDir }: Asked, context: Context): Promise<OpenHolder> {
  const of = { topics, dataDir, id: holder.id, element: holder.element };
  const identity = holder.kind === "topic" ? await identityOf(of, context) : null;
  return { holder, marks: await Marks.read(dataDir, holder.id, identity) };
}

/** The letters of a holder that are asked for, each with what has become of it. */
export async function* lettersOf(
  { holder, marks }: OpenHolder,
  asked: Asked,
  context: Context,
): AsyncGenerator<{ readonly letter: Letter; readonly fate: Fate | null }> {
  for await (const letter of read(holder, asked, context)) {
    if (asked.edge !== null && letter.edge !== asked.edge) continue;
    if (asked.ids.length > 0 && !asked.ids.includes(letter.id)) continue;
    yield { letter, fate: marks.fateOf(letter) };
  }
}

function read(holder: Holder, { topics, dataDir }: Asked, context: Context): AsyncGenerator<Letter> {
  switch (holder.kind) {
    case "topic":
      return lettersInTopic({ topics, dataDir, id: holder.id, element: holder.element }, context);
    case "files":
      return lettersInFiles(holder.id, holder.directory, holder.prefix);
    case "closed":
      throw new Error(`the letters in ${holder.id} cannot be read from here: ${holder.reason}`);
  }
}
