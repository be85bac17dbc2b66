/**
 * Every message of the compiler past the syntax, by what it is about. Codes are stable and never reused. Each has a page
 * in `docs/errors/`.
 */
import { defineMessages } from "../../../grammar/message.ts";
import { COMPONENT_MESSAGES } from "./components.ts";
import { HABIT_MESSAGES } from "./habits.ts";
import { NAME_MESSAGES } from "./names.ts";
import { PIPELINE_MESSAGES } from "./pipeline.ts";
import { TYPE_MESSAGES } from "./types.ts";

/** All diagnostics of the compiler, by code; the parameters of `report` are those that the template names. */
export const messages = defineMessages({
  ...HABIT_MESSAGES,
  ...NAME_MESSAGES,
  ...TYPE_MESSAGES,
  ...COMPONENT_MESSAGES,
  ...PIPELINE_MESSAGES,
});
