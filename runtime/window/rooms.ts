import type { Schema } from "../contract/schema.ts";
import { isNumeric } from "./columns.ts";

/** What values stand in: an array of numbers, or one of anything. */
export interface Values<V> {
  [index: number]: V;
}

/** Room for some values in a row: in `values`, from `base` on. */
export interface Room<V> {
  readonly values: Values<V>;
  readonly base: number;
}

/** Gives room for values of one type, and takes it back. */
export interface Rooms<V> {
  take(length: number): Room<V>;
  /** Takes back a room of `length` values; nobody looks into it any more. */
  giveBack(room: Room<V>, length: number): void;
}

/** Rooms for values of `schema`. */
export function roomsFor<V>(schema: Schema): Rooms<V> {
  return isNumeric(schema) ? (new NumberRooms() as unknown as Rooms<V>) : new ArrayRooms<V>();
}

/** An array for each, which the garbage collector takes back. */
class ArrayRooms<V> implements Rooms<V> {
  take(): Room<V> {
    return { values: [], base: 0 };
  }

  giveBack(): void {}
}

/** Numbers of one array: 512 KiB. */
const ARRAY = 65_536;

interface SharedArray {
  readonly values: Float64Array;
  /** How many rooms there are, how many of them have ever been given, and where those begin that were given back. */
  readonly rooms: number;
  begun: number;
  readonly free: number[];
}

/** The arrays that have rooms of one length. */
interface ArraysOfLength {
  arrays: number;
  /** Those that have a room that is free. */
  open: SharedArray[];
  /** Arrays of which all is free. */
  unused: number;
}

/**
 * Rooms for numbers, many in an array of them, by their lengths: the garbage collector neither walks nor copies the numbers
 * of a hundred thousand keys. What is given back is given to the next that wants as much, and arrays that nobody needs go
 * once they are half of all.
 */
class NumberRooms implements Rooms<number> {
  readonly #byLength = new Map<number, ArraysOfLength>();
  readonly #byValues = new Map<Values<number>, SharedArray>();

  take(length: number): Room<number> {
    let one = this.#byLength.get(length);
    if (one === undefined) {
      one = { arrays: 0, open: [], unused: 0 };
      this.#byLength.set(length, one);
    }
    if (one.open.length === 0) this.#addArray(one, length);
    const array = one.open.at(-1)!;
    if (isUnused(array)) one.unused -= 1;
    const base = array.free.pop() ?? array.begun++ * length;
    if (freeOf(array) === 0) one.open.pop();
    return { values: array.values, base };
  }

  giveBack({ values, base }: Room<number>, length: number): void {
    const array = this.#byValues.get(values)!;
    const one = this.#byLength.get(length)!;
    if (freeOf(array) === 0) one.open.push(array);
    array.free.push(base);
    if (!isUnused(array)) return;
    one.unused += 1;
    if (2 * one.unused < one.arrays) return;
    for (const open of one.open) if (isUnused(open)) this.#byValues.delete(open.values);
    one.open = one.open.filter((open) => !isUnused(open));
    one.arrays -= one.unused;
    one.unused = 0;
  }

  #addArray(one: ArraysOfLength, length: number): void {
    const values = new Float64Array(Math.max(ARRAY, length));
    const array = { values, rooms: Math.floor(values.length / length), begun: 0, free: [] };
    this.#byValues.set(values, array);
    one.open.push(array);
    one.arrays += 1;
    one.unused += 1;
  }
}

function freeOf({ rooms, begun, free }: SharedArray): number {
  return rooms - begun + free.length;
}

function isUnused(array: SharedArray): boolean {
  return freeOf(array) === array.rooms;
}
