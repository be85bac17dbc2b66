import { type Doc, group } from "../doc.ts";
import type { At } from "../module.ts";

/** A variable that branches may set: its name is kept from them, and it is declared only where it is needed. */
export interface Reserved {
  readonly name: string;
  /** Writes `let name: type = value;`. */
  declare(type: string | null, value: Doc | null): void;
  /** Gives the name free: the branches are expressions. */
  release(): void;
}

/** A name for a variable that is declared at the end of the block if, and only if, somebody uses it. */
export function reserveVariable(at: At, wanted: string): Reserved {
  const { scope, statements } = at.block;
  const name = scope.declare(wanted);
  return {
    name,
    declare: (type, value) => {
      statements.push(
        group("let ", name, type === null ? [] : [": ", type], value === null ? [] : [" = ", value], ";"),
      );
    },
    release: () => scope.release(name),
  };
}
