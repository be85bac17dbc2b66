import type { Schema } from "../contract/schema.ts";
import { isNumeric } from "./columns.ts";

/** Room for some values in a row. */
export interface Room<V> {
  readonly values: { [index: number]: V };
  /** Where the first is. */
  readonly base: number;
  /** How many there may be. */
  readonly length: number;
}

/** Gives room for values of one type, and takes it back. */
export interface Rooms<V> {
  /** Some value stands everywhere in it. */
  take(length: number, filler: V): Room<V>;
  giveBack(room: Room<V>): void;
}

/** Rooms for values of `schema`. */
export function roomsFor<V>(schema: Schema): Rooms<V> {
  return isNumeric(schema) ? (new NumberRooms() as unknown as Rooms<V>) : new ArrayRooms<V>();
}

/** An array for each, which the garbage collector takes back. */
class ArrayRooms<V> implements Rooms<V> {
  take(length: number, filler: V): Room<V> {
    return { values: new Array<V>(length).fill(filler), base: 0, length };
  }

  giveBack(): void {}
}

/** Numbers of one array: 512 KiB. */
const ARRAY = 65_536;

/** Part of an array of numbers. */
interface NumberRoom extends Room<number> {
  readonly array: SharedArray;
}

interface SharedArray {
  readonly rooms: number;
  /** How many of them are free. */
  free: number;
}

/** Rooms of one length that are free, and the arrays that these are in. */
interface FreeRooms {
  rooms: NumberRoom[];
  arrays: number;
  /** Arrays of which all is free. */
  unused: number;
}

/**
 * Rooms for numbers, many in an array of them, by their lengths: the garbage collector neither walks nor copies the numbers
 * of a hundred thousand keys. What is given back is given to the next that wants as much, and arrays that nobody needs go
 * once they are half of all.
 */
class NumberRooms implements Rooms<number> {
  readonly #free = new Map<number, FreeRooms>();

  take(length: number): NumberRoom {
    let free = this.#free.get(length);
    if (free === undefined) {
      free = { rooms: [], arrays: 0, unused: 0 };
      this.#free.set(length, free);
    }
    if (free.rooms.length === 0) addArray(free, length);
    const room = free.rooms.pop()!;
    if (room.array.free === room.array.rooms) free.unused -= 1;
    room.array.free -= 1;
    return room;
  }

  giveBack(room: Room<number>): void {
    const { array } = room as NumberRoom;
    const free = this.#free.get(room.length)!;
    free.rooms.push(room as NumberRoom);
    array.free += 1;
    if (array.free < array.rooms) return;
    free.unused += 1;
    if (2 * free.unused < free.arrays) return;
    free.rooms = free.rooms.filter((one) => one.array.free < one.array.rooms);
    free.arrays -= free.unused;
    free.unused = 0;
  }
}

function addArray(free: FreeRooms, length: number): void {
  const values = new Float64Array(Math.max(ARRAY, length));
  const rooms = Math.floor(values.length / length);
  const array = { rooms, free: rooms };
  for (let index = 0; index < rooms; index++) free.rooms.push({ values, base: index * length, length, array });
  free.arrays += 1;
  free.unused += 1;
}
