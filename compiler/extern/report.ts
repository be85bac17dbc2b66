import type { Span } from "../../grammar/ast.ts";
import type { Diagnostic, Fix } from "../../grammar/diagnostic.ts";
import { suggest } from "../../grammar/did-you-mean.ts";
import type { Reported } from "../../grammar/message.ts";
import type { Extern } from "../model/checked.ts";
import { messages } from "../model/messages/messages.ts";
import type { Contract, ContractParam } from "./contract.ts";
import { signatureOf } from "./probe.ts";
import type { ModulePlace, Verdict } from "./read-modules.ts";

/** The diagnostic of a contract that does not hold: at the declaration, with what the module says beside it. */
export function reportOf(extern: Extern, contract: Contract, verdict: Exclude<Verdict, { kind: "fits" }>): Diagnostic {
  const { decl, declaration, unit } = extern;
  const { name } = contract;
  const module = declaration.from ?? "";
  const waits = contract.mayWait ? " It may be `async`." : "";
  const wanted = `Wanted: \`export function ${signatureOf(contract)}\`.${waits}`;
  const from = decl.from?.span ?? decl.name.span;
  const report = (reported: Reported, span: Span, place: ModulePlace | null = null, label = "") => ({
    ...reported,
    file: unit.path,
    span,
    ...(place === null ? {} : { labels: [{ file: place.file, span: place.span, message: label }] }),
  });
  switch (verdict.kind) {
    case "unreadable":
      return report(messages.report("FLOW4017", { module, reason: verdict.reason }), from, verdict.place, "here");
    case "missing": {
      const near = suggest(name, verdict.exports);
      const help = near === null ? wanted : `Did you mean \`${near}\`? ${wanted}`;
      return report(messages.report("FLOW4011", { module, name, help }), near === null ? from : decl.name.span);
    }
    case "noFunction": {
      const reported = messages.report("FLOW4011", { module, name, help: wanted });
      return report(reported, from, verdict.place, "this is not a function");
    }
    case "count": {
      const parameters = { module, name, takes: verdict.takes, given: listOf(contract.params), help: wanted };
      return report(messages.report("FLOW4012", parameters), decl.name.span, verdict.place, "declared here");
    }
    case "param": {
      const param = contract.params[verdict.param] as ContractParam;
      const { what, span } = blamed(extern, param, verdict.reasons);
      const parameters = { module, name, what, help: `${said(verdict.reasons)}\n${wanted}` };
      return report(messages.report("FLOW4013", parameters), span, verdict.place, "takes something else");
    }
    case "promise": {
      const help = declaration.kind === "fn" ? FN_MUST_NOT_WAIT : MAKERS_MUST_NOT_WAIT;
      return report(messages.report("FLOW4015", { module, name, help }), decl.name.span, verdict.place, "may wait");
    }
    case "result": {
      const help = `${said(verdict.reasons)}\n${wanted}`;
      const part = contract.keeps ? pathOf(verdict.reasons) : "";
      const label = part === "" ? "gives something else" : `its \`${part}\` is another`;
      const parameters = { module, name, wanted: contract.result, help };
      const code = contract.keeps ? "FLOW4016" : "FLOW4014";
      const span = decl.result?.span ?? decl.name.span;
      return report(messages.report(code, parameters), span, verdict.place, label);
    }
  }
}

/** A module that is not there. `beside` are the files of its name that are. */
export function reportMissing({ decl, declaration, unit }: Extern, beside: readonly string[]): Diagnostic {
  const module = declaration.from ?? "";
  const span = decl.from?.span ?? decl.name.span;
  const near = beside[0];
  const help = near === undefined ? "The path starts from the folder of this file." : `Did you mean \`${near}\`?`;
  const fixes: Fix[] =
    near === undefined
      ? []
      : [{ title: `Write \`${near}\``, edits: [{ span, text: JSON.stringify(near) }], safe: true }];
  return { ...messages.report("FLOW4010", { module, help }), file: unit.path, span, fixes };
}

const FN_MUST_NOT_WAIT =
  "A `fn` is called for one element after the other and answers at once. What has to wait is an operator of a stream: it is given the whole batch, and may be `async`.";

const MAKERS_MUST_NOT_WAIT =
  "The function only makes the component or step; a component does what takes time in `open`, `run` or `write`.";

/** What of a parameter does not fit, and where that is declared. */
function blamed({ decl }: Extern, param: ContractParam, reasons: readonly string[]): { what: string; span: Span } {
  const path = pathOf(reasons);
  const what = param.role === "options" ? path : path === "" ? param.name : `${param.name}.${path}`;
  const own = decl.params.find((one) => one.name.text === what.split(".", 1)[0]);
  const receiver = param.role === "receiver" ? decl.receiver : null;
  return { what: what === "" ? param.name : what, span: own?.span ?? receiver?.span ?? decl.name.span };
}

function said(reasons: readonly string[]): string {
  // That a type parameter may be anything says less than what came before.
  const reason = reasons.findLast((one) => !one.includes("could be instantiated with")) ?? "";
  return `TypeScript says: ${reason}`;
}

/** In the third form `key(...)` stands for what a function gives. */
const INCOMPATIBLE = /^(?:The types of|Types of property|The types returned by) '([^' (]+)(?:\([^']*\))?' are/;

/** `headers.host` of "Types of property 'headers' are incompatible", and so on. */
function pathOf(reasons: readonly string[]): string {
  const parts = reasons.flatMap((one) => INCOMPATIBLE.exec(one)?.[1] ?? []);
  return parts.join(".");
}

function listOf(params: readonly ContractParam[]): string {
  return params.length === 0 ? "nothing" : params.map((param) => `\`${param.name}\``).join(", ");
}
