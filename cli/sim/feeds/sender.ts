import type { SimulatedSocket } from "../machine/loopback.ts";
import type { Machine } from "../machine/machine.ts";
import type { Random } from "../machine/random.ts";
import { TROUBLE } from "../scenario.ts";
import type { DeclaredComponent } from "../script.ts";
import { type Answers, callWhenWell, type Feed, lateOf } from "./feed.ts";

/** A sender that keeps each line until it has its `OK`, and sends it again after a failure. */
export function sendLines(machine: Machine, { name, options }: DeclaredComponent, lines: readonly string[]): Feed {
  const sender = new Sender(machine, Number(options["port"]), lines);
  return {
    source: name,
    isDone: () => sender.isDone,
    answers: () => sender.answers,
    begin: () => sender.begin(),
  };
}

class Sender {
  readonly #machine: Machine;
  readonly #random: Random;
  readonly #port: number;
  /** Lines of which one is sent, on average, in so many ms. */
  readonly #pace: number;
  readonly #waiting: string[];
  #late: readonly string[];
  #flying: string[] = [];
  #answers: { accepted: number; refused: number } | null = { accepted: 0, refused: 0 };
  /** Null while there is no connection, and none is tried. */
  #connection: { isSending: boolean } | null = null;

  constructor(machine: Machine, port: number, lines: readonly string[]) {
    this.#machine = machine;
    this.#random = machine.random.fork();
    this.#port = port;
    this.#pace = (2 * TROUBLE * 4) / lines.length;
    const late = lateOf(lines);
    this.#waiting = lines.slice(0, lines.length - late);
    this.#late = lines.slice(lines.length - late);
    this.#after(100, () => this.#connect());
    callWhenWell(machine, () => this.#sendLate());
  }

  get isDone(): boolean {
    return this.#waiting.length + this.#flying.length + this.#late.length === 0;
  }

  get answers(): Answers | null {
    return this.#answers;
  }

  begin(): void {
    this.#answers = { accepted: 0, refused: 0 };
  }

  #sendLate(): void {
    this.#waiting.push(...this.#late);
    this.#late = [];
    this.#again(this.#connection);
    if (this.#connection === null) this.#connect();
  }

  #connect(): void {
    const connection = { isSending: true };
    this.#connection = connection;
    const socket: SimulatedSocket = this.#machine.loopback.connect(this.#port);
    let answers = "";
    const end = () => {
      if (this.#connection !== connection) return;
      this.#connection = null;
      socket.destroy();
      // What was sent may be safe, and the answer lost.
      if (this.#flying.length > 0) this.#answers = null;
      this.#waiting.unshift(...this.#flying);
      this.#flying = [];
      if (this.#waiting.length > 0) this.#later(() => this.#connection === null && this.#connect());
    };
    const send = () => {
      connection.isSending = this.#connection === connection && this.#waiting.length > 0;
      if (!connection.isSending) return;
      const some = this.#waiting.splice(0, this.#random.between(1, 8));
      this.#flying.push(...some);
      socket.write(some.map((line) => `${line}\n`).join(""));
      this.#after(this.#pace, send);
    };
    this.#resume = send;
    for (const event of ["error", "close", "end"]) socket.on(event, end);
    socket.on("connect", send);
    socket.on("data", (bytes: Buffer) => {
      const answered = (answers + bytes.toString()).split("\n");
      answers = answered.pop()!;
      for (const answer of answered) this.#hear(answer);
      this.#again(connection);
    });
  }

  /** Sends on over the present connection. */
  #resume: () => void = () => {};

  #hear(answer: string): void {
    const line = this.#flying.shift();
    if (line === undefined) return;
    const isAccepted = answer === "OK";
    if (!isAccepted) this.#waiting.push(line);
    if (this.#answers !== null) this.#answers[isAccepted ? "accepted" : "refused"] += 1;
  }

  /** Goes on where all had been sent already, and there is more: a line that was refused, or one that comes late. */
  #again(connection: { isSending: boolean } | null): void {
    if (connection === null || connection.isSending || this.#waiting.length === 0) return;
    connection.isSending = true;
    this.#later(() => {
      connection.isSending = false;
      if (this.#connection === connection) this.#resume();
    });
  }

  #later(action: () => void): void {
    this.#machine.scheduler.after(200 + this.#random.real() * 800, action);
  }

  #after(most: number, action: () => void): void {
    this.#machine.scheduler.after(this.#random.real() * most, action);
  }
}
