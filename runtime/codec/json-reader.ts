import { Failure, type Fallible } from "../contract/failure.ts";
import type { Schema } from "../contract/schema.ts";
import { Json } from "../value/json.ts";
import { decoderOf, Misfit } from "./json-decode.ts";
import { holdsJson, holdsNamedMap, jsonPartReader } from "./json-parts.ts";
import { type Shape, shapeOf } from "./json-shape.ts";

/** Where a text has no name like this, JSON.parse keeps the order of all its names. */
const WHOLE_NUMBER_AS_NAME = /"(?:\d|\\u003\d)+"\s*:/;

/** Forms of an object that are known at a time. */
const MOST_SHAPES = 8;
/** Longer texts are read as ever: matching pushes something for each escape in them. */
const MOST_LENGTH = 1_048_576;
/** New forms that are learned from the start on, and after how many texts there may be one more. */
const LESSONS = 16;
const TEXTS_A_LESSON = 10_000;
/** What a text that has a known form earns and another one costs; with nothing left, that many texts are read as ever. */
const MOST_CREDIT = 1000;
const COST = 3;
const REST = 1000;

/**
 * Reads JSON of the schema's type; of a record the `fields` named, where some are, and perhaps others. What is accepted, and the
 * reason where it is not, does not depend on `fields`: JSON.parse and the schema's decoder decide. But whoever writes
 * many objects writes them in one form, so one regular expression checks and takes apart in a single pass all those
 * that have the form of one seen before, several times as fast.
 */
export function jsonReader<T>(schema: Schema, fields?: readonly string[]): (text: string) => Fallible<T> {
  if (holdsJson(schema)) {
    const read = jsonPartReader<T>(schema);
    return (text) => {
      const json = Json.parse(text);
      return json instanceof Failure ? json : read(json);
    };
  }
  const decode = decoderOf(schema);
  const readInOrder = holdsNamedMap(schema) ? jsonPartReader<T>(schema) : null;
  const wanted = schema.kind === "record" ? new Set(fields ?? Object.keys(schema.fields)) : null;
  const shapes: Shape[] = [];
  let lessons = wanted === null ? 0 : LESSONS;
  let texts = 0;
  let credit = MOST_CREDIT;
  let resting = 0;

  return (text) => {
    if (shapes.length > 0 && resting === 0 && text.length <= MOST_LENGTH) {
      for (let index = 0; index < shapes.length; index++) {
        const shape = shapes[index]!;
        const match = shape.pattern.exec(text);
        if (match === null) continue;
        if (index > 0) [shapes[0], shapes[index]] = [shape, shapes[0]!];
        if (credit < MOST_CREDIT) credit++;
        return shape.make(match) as T;
      }
      credit -= COST;
    }
    return readAnyway(text);
  };

  function readAnyway(text: string): Fallible<T> {
    if (resting > 0) resting--;
    else if (credit < 0) {
      credit = MOST_CREDIT / 10;
      resting = REST;
    }
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (error) {
      return new Failure(`not JSON: ${(error as Error).message}`);
    }
    const value = decode(json);
    if (value instanceof Misfit) return new Failure(value.reason());
    if (readInOrder !== null && WHOLE_NUMBER_AS_NAME.test(text)) {
      const json = Json.parse(text);
      return json instanceof Failure ? json : readInOrder(json);
    }
    if (++texts % TEXTS_A_LESSON === 0 && wanted !== null) lessons++;
    if (lessons > 0 && text.length <= MOST_LENGTH) learn(text, json);
    // With more fields than were asked for: leaving them out would cost more than they do.
    return value as T;
  }

  function learn(text: string, json: unknown): void {
    if (schema.kind !== "record" || wanted === null) return;
    lessons--;
    const shape = shapeOf(text, json as Readonly<Record<string, unknown>>, schema.fields, wanted);
    if (shape !== null && shapes.unshift(shape) > MOST_SHAPES) shapes.pop();
  }
}
