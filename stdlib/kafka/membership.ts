/**
 * Where a reader stands in its group:
 * - `out`: not a member; the next read joins.
 * - `joining`: a member that has no partitions yet.
 * - `reading`: it has its partitions, and whatever is fetched of them may be read.
 * - `leaving`: the group is about to share out its partitions again; nothing more is read until then.
 * - `shared`: others have partitions of a topic that this reader must have alone; nothing is read.
 * - `failed`: it is out or has to go, and the next read says why.
 * - `closed`: for good.
 *
 * `generation` counts the times that the group has shared out its partitions, so that an answer to a question about an
 * older time is noticed.
 */
export type Membership = { readonly generation: number } & (
  | { readonly kind: "out" | "joining" | "reading" | "leaving" | "shared" | "closed" }
  | { readonly kind: "failed"; readonly error: unknown }
);

/** What happens to a membership. */
export type MembershipEvent =
  | { readonly kind: "join" }
  /** The group is about to share out its partitions again. */
  | { readonly kind: "leaving" }
  /** The group has shared out its partitions; `shared`: this reader must have them alone, and others have some. */
  | { readonly kind: "assigned"; readonly shared: boolean }
  | { readonly kind: "failed"; readonly error: unknown }
  /** It has left the group, or could not join it. */
  | { readonly kind: "left" }
  | { readonly kind: "closed" };

/** Before anything has happened. */
export const OUT: Membership = { kind: "out", generation: 0 };

/** The membership after `event`: the one place in which it changes. */
export function next(membership: Membership, event: MembershipEvent): Membership {
  const generation = membership.generation + (event.kind === "assigned" ? 1 : 0);
  if (membership.kind === "closed" || event.kind === "closed") return { kind: "closed", generation };
  switch (event.kind) {
    case "join":
      return { kind: "joining", generation };
    case "left":
      return { kind: "out", generation };
    // What follows is told by the group: news for a member, and too late for any other.
    case "leaving":
      return isMember(membership) ? { kind: "leaving", generation } : { ...membership, generation };
    case "assigned":
      return isMember(membership)
        ? { kind: event.shared ? "shared" : "reading", generation }
        : { ...membership, generation };
    case "failed":
      return isMember(membership) ? { kind: "failed", error: event.error, generation } : { ...membership, generation };
  }
}

function isMember({ kind }: Membership): boolean {
  return kind !== "out" && kind !== "failed" && kind !== "closed";
}
