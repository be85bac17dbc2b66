import { createHash, timingSafeEqual } from "node:crypto";
import type { Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import type { Secret } from "../../runtime/contract/secret.ts";
import { Refusal } from "./refusal.ts";

/** The options that say who may send. */
export interface AccessOptions {
  readonly username: string | null;
  readonly password: Secret | null;
  readonly token: Secret | null;
}

/** Refuses requests without the right `Authorization`. Keeps hashes, so that neither logs nor dumps have a secret. */
export class Access {
  readonly #accepted: readonly Buffer[];
  readonly #asked: string;

  /** Throws a ComponentError for options that make no sense, and what a secret without a value throws. */
  constructor({ username, password, token }: AccessOptions, declared: Declared) {
    if (username === null && password !== null)
      throw new ComponentError(declared, "password is given, but no username");
    if (username !== null && password === null)
      throw new ComponentError(declared, "username is given, but no password");
    const basic =
      username === null || password === null
        ? []
        : [`basic ${Buffer.from(`${username}:${password.reveal()}`).toString("base64")}`];
    const bearer = token === null ? [] : [`bearer ${token.reveal()}`];
    this.#accepted = [...basic, ...bearer].map(hashOf);
    this.#asked = basic.length > 0 ? 'Basic realm="sluice", charset="UTF-8"' : "Bearer";
  }

  /** Throws a Refusal. */
  check(authorization: string | undefined): void {
    if (this.#accepted.length === 0) return;
    const given = hashOf((authorization ?? "").replace(/^\S+/, (scheme) => scheme.toLowerCase()));
    // All are compared, so that the time tells nothing.
    const found = this.#accepted.filter((one) => timingSafeEqual(one, given));
    if (found.length > 0) return;
    throw new Refusal(401, "no or wrong credentials", { "WWW-Authenticate": this.#asked });
  }
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
