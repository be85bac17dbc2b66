import type { Machine } from "../machine.ts";

/** A member as its group sees it. */
export interface GroupMember {
  readonly id: string;
  readonly topic: string;
  /** Whether it has the whole topic or nothing of it. */
  readonly exclusive: boolean;
  readonly sessionTimeout: number;
  /** Asked to finish; it calls `done` when it has. Null for one that left without telling. */
  readonly leave: ((done: () => void) => void) | null;
  assign(partitions: readonly number[], stayed: boolean): void;
}

interface Seat {
  member: GroupMember;
  isReady: boolean;
  /** In which sharing-out it had its partitions last; 0 for one that is new. */
  generation: number;
}

/** Shares the partitions of topics out among the members of a group, and keeps what they commit. */
export class Coordinator {
  readonly #machine: Machine;
  readonly #topics: ReadonlyMap<string, readonly unknown[]>;
  readonly #seats: Seat[] = [];
  #generation = 0;
  #isMoving = false;
  /** By topic and partition. */
  readonly #committed = new Map<string, Map<number, { readonly offset: string; readonly note: string }>>();

  /** `topics`: the partitions that are shared out, by topic. */
  constructor(machine: Machine, topics: ReadonlyMap<string, readonly unknown[]>) {
    this.#machine = machine;
    this.#topics = topics;
  }

  get members(): readonly GroupMember[] {
    return this.#seats.map(({ member }) => member);
  }

  committed(topic: string): ReadonlyMap<number, { readonly offset: string; readonly note: string }> {
    return this.#committed.get(topic) ?? new Map();
  }

  commit(topic: string, offsets: ReadonlyMap<number, string>, note = ""): void {
    const known = this.#committed.get(topic) ?? new Map();
    this.#committed.set(topic, known);
    for (const [partition, offset] of offsets) known.set(partition, { offset, note });
  }

  /** Whether `member` has its partitions by the last sharing-out. */
  isCurrent(member: GroupMember): boolean {
    const seat = this.#seats.find((one) => one.member === member);
    return seat !== undefined && seat.generation === this.#generation;
  }

  join(member: GroupMember): void {
    this.#seats.push({ member, isReady: true, generation: 0 });
    this.#move();
  }

  leave(id: string): void {
    const at = this.#seats.findIndex(({ member }) => member.id === id);
    if (at < 0) return;
    this.#seats.splice(at, 1);
    this.#move();
  }

  /** What a member that has died leaves behind: nobody else gets its partitions before its session is over. */
  die(member: GroupMember): void {
    const seat = this.#seats.find((one) => one.member === member);
    if (seat === undefined) return;
    seat.member = { ...member, leave: null };
    this.#machine.scheduler.after(member.sessionTimeout, () => this.leave(member.id));
  }

  #move(): void {
    for (const seat of this.#isMoving ? [] : this.#seats) {
      if (seat.generation === 0) continue;
      seat.isReady = false;
      seat.member.leave?.(() => {
        seat.isReady = true;
        this.#shareOut();
      });
    }
    this.#isMoving = true;
    this.#shareOut();
  }

  /** Once all are ready; one that left without telling is waited for until its session is over. */
  #shareOut(): void {
    if (!this.#isMoving || this.#seats.some(({ isReady }) => !isReady)) return;
    this.#isMoving = false;
    const before = this.#generation;
    this.#generation += 1;
    const shares = new Map(this.#seats.map((seat) => [seat, [] as number[]]));
    for (const [topic, partitions] of this.#topics) {
      const seats = this.#seats.filter(({ member }) => member.topic === topic);
      if (seats.length === 0) continue;
      const [first] = seats;
      for (const partition of partitions.keys()) {
        const owner = first!.member.exclusive ? first! : seats[partition % seats.length]!;
        shares.get(owner)!.push(partition);
      }
    }
    for (const [seat, partitions] of shares) {
      const stayed = seat.generation === before && before > 0;
      seat.generation = this.#generation;
      seat.member.assign(partitions, stayed);
    }
  }
}
