import { messageTable } from "../../../grammar/message.ts";

/** 103x: what is a form of another language or tool. */
export const HABIT_MESSAGES = messageTable({
  FLOW1030: {
    severity: "error",
    title: "text for another program",
    message: "this is {what}, not a program of Sluice",
    help: "{help}",
  },
  FLOW1032: {
    severity: "error",
    title: "form of another language",
    message: "`{written}` is {language} syntax: {here}",
    help: "{help}",
  },
  FLOW1033: {
    severity: "error",
    title: "form that has no counterpart",
    message: "`{written}` is {language} syntax: there is no {lacks} here",
    help: "{help}",
  },
});
