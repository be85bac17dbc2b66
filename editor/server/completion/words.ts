import { OVERRUNS } from "../../../compiler/2-check/pipeline/pace.ts";
import { CLAIMS } from "../../../compiler/3-plan/checks/guarantee.ts";
import type { Delivery } from "../../../compiler/model/delivery.ts";

/** What may stand behind `guarantees`. */
export const GUARANTEE_WORDS: readonly string[] = CLAIMS;

/** What may stand behind `overrun`. */
export const OVERRUN_WORDS: readonly string[] = OVERRUNS;

const deliveries: Readonly<Record<Delivery, true>> = {
  replayable: true,
  acknowledged: true,
  forgetful: true,
  durable: true,
  volatile: true,
  transactional: true,
  idempotent: true,
  confirmed: true,
  unconfirmed: true,
};

/** What may stand behind `delivers`. */
export const DELIVERIES: readonly string[] = Object.keys(deliveries);
