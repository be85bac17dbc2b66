import type { Code } from "../code.ts";
import type { Doc } from "../doc.ts";

/** What a batch of an operator's results is. */
export type Result =
  | {
      readonly kind: "list";
      readonly doc: Doc;
      /** Which of its properties says how many there are. */
      readonly size: "length" | "size";
    }
  /** One element in every batch. */
  | { readonly kind: "one"; readonly code: Code }
  /** One element, or undefined. */
  | { readonly kind: "perhaps"; readonly code: Code };
