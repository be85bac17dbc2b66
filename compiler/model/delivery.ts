/** How a source, channel or sink takes part in the guarantee of a path (`delivers …`). */
export type Delivery =
  | "replayable"
  | "acknowledged"
  | "forgetful"
  | "durable"
  | "volatile"
  | "transactional"
  | "idempotent"
  | "confirmed"
  | "unconfirmed";
