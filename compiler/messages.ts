/**
 * Every message of the compiler past the syntax, by what it is about. Codes are stable and never reused. Each has a page
 * in `docs/errors/`.
 */
import { defineMessages } from "../grammar/message.ts";
import { COMPONENT_MESSAGES } from "./messages/components.ts";
import { NAME_MESSAGES } from "./messages/names.ts";
import { PIPELINE_MESSAGES } from "./messages/pipeline.ts";
import { TYPE_MESSAGES } from "./messages/types.ts";

export const messages = defineMessages({
  ...NAME_MESSAGES,
  ...TYPE_MESSAGES,
  ...COMPONENT_MESSAGES,
  ...PIPELINE_MESSAGES,
});

export type MessageCode = keyof typeof messages.table;
