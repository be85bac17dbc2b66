/** Why a request is not taken: its status, and a reason for whoever sent it. */
export class Refusal extends Error {
  readonly status: number;
  /** Of the answer, beside those that every answer has. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, reason: string, headers: Readonly<Record<string, string>> = {}) {
    super(reason);
    this.name = "Refusal";
    this.status = status;
    this.headers = headers;
  }
}

/** It may work later: the sender is to try again. */
export function notNow(reason: string): Refusal {
  return new Refusal(503, reason, { "Retry-After": "1" });
}
