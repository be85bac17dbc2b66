import { messageTable } from "../../../grammar/message.ts";

/** 2xxx: names, files and imports. */
export const NAME_MESSAGES = messageTable({
  FLOW2001: { severity: "error", title: "unknown name", message: "there is no `{name}` here", help: "{help}" },
  FLOW2002: {
    severity: "error",
    title: "duplicate name",
    message: "`{name}` is declared twice",
    help: "Rename one of the two.",
  },
  FLOW2003: { severity: "error", title: "unknown type", message: "there is no type `{name}`", help: "{help}" },
  FLOW2004: { severity: "error", title: "unknown component", message: "there is no {role} `{name}`", help: "{help}" },
  FLOW2005: { severity: "error", title: "unknown member", message: "`{type}` has no `{name}`", help: "{help}" },
  FLOW2006: {
    severity: "error",
    title: "unknown option",
    message: "`{component}` has no {what} `{name}`",
    help: "{help}",
  },
  FLOW2007: {
    severity: "error",
    title: "option given twice",
    message: "`{name}` is given twice",
    help: "Keep one of the two. Flume silently uses the last one.",
  },
  FLOW2008: {
    severity: "error",
    title: "file not found",
    message: "cannot read `{path}`",
    help: "An import names a `.flow` file relative to the file that imports it: a regular file of at most 16 MiB.",
  },
  FLOW2009: { severity: "error", title: "unknown import", message: "`{path}` has no `{name}`", help: "{help}" },
  FLOW2010: {
    severity: "error",
    title: "import cycle",
    message: "these files import each other: {cycle}",
    help: "Move the shared declarations to a third file that imports neither.",
  },
  FLOW2011: {
    severity: "error",
    title: "recursion",
    message: "`{name}` is recursive: {cycle}",
    help: "Functions, constants and types cannot be recursive. Use `map`, `filter` and `reduce` on arrays instead.",
  },
  FLOW2012: {
    severity: "warning",
    title: "unused",
    message: "the {what} `{name}` is never used",
    help: "Remove it, or use it.",
  },
  FLOW2013: {
    severity: "error",
    title: "not public",
    message: "`{name}` of `{path}` is not public",
    help: "Write `pub` before its declaration if other files may use it.",
  },
});
