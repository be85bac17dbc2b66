/** What a component lets in from outside: `checks commandLine(command, shell, args), listenAddress(bind, allow)`. */
import type { CallExpr, Expr } from "../../../grammar/ast.ts";
import type { Declaration } from "../../model/declaration.ts";
import type { Known } from "../../model/known.ts";
import { messages } from "../../model/messages/messages.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";
import { constants, evaluate } from "../value/evaluate.ts";

/** Warns of what is allowed and may not be meant: text of others for a shell, shell text without a shell, open ports. */
export function checkExposure(context: CheckContext, expr: CallExpr, declaration: Declaration, env: Env): void {
  const args = context.calls.get(expr)?.args ?? [];
  const given = (option: string): Expr | null => args.find(({ name }) => name === option)?.value ?? null;
  const lookup = constants(context.symbols);
  const known = (option: string): Known | undefined => {
    const value = given(option) ?? declaration.params.find(({ name }) => name === option)?.value;
    return value ? evaluate(value, lookup) : undefined;
  };
  for (const { kind, param, values } of declaration.checks) {
    const value = given(param);
    const text = known(param);
    if (kind === "commandLine" && value !== null) {
      const [shell = "", rest = ""] = values;
      const component = declaration.name;
      if (known(shell) !== null) {
        if (text !== undefined) continue;
        report(context, env, value.span, messages.report("FLOW4060", { component, option: param, args: rest }));
      } else if (typeof text === "string" && known(rest) === null) {
        const word = shellWord(text);
        if (word === null) continue;
        report(context, env, value.span, messages.report("FLOW4062", { component, word, shell, args: rest }));
      }
    }
    if (kind === "listenAddress" && typeof text === "string" && !isLoopback(text)) {
      // An option that says who may send, where it may be other than null.
      if (values.some((option) => given(option) !== null && known(option) !== null)) continue;
      const span = value?.span ?? expr.span;
      const guards = values.length === 0 ? "" : ` ${values.map((one) => `\`${one}\``).join(" and ")} say who may.`;
      const parameters = { component: declaration.name, address: text, option: param, guards };
      report(context, env, span, messages.report("FLOW4061", parameters));
    }
    if (kind === "plainSecret" && typeof text === "string") {
      const [guard = "", ...secrets] = values;
      // What encrypts is either how the address begins, or an option.
      const isStart = guard.endsWith("://");
      const isEncrypted = isStart ? text.startsWith(guard) : given(guard) !== null && known(guard) !== null;
      const host = isStart ? hostOf(text) : text;
      const option = secrets.find((one) => given(one) !== null && known(one) !== null);
      if (isEncrypted || option === undefined || host === null || isLoopback(host)) continue;
      const how = isStart ? `Write \`${param}: "${guard}…"\`.` : `\`${guard}\` names the certificate to encrypt with.`;
      const parameters = { component: declaration.name, option, how };
      report(context, env, given(option)?.span ?? expr.span, messages.report("FLOW4040", parameters));
    }
  }
}

/** Of `http://host:80/path` the host; null where it is not known. */
function hostOf(url: string): string | null {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return host.replace(/^\[|\]$/g, "") || null;
}

/** The first word of a command line that only a shell understands. */
function shellWord(command: string): string | null {
  const words = command.trim().split(/\s+/);
  return (
    words.find((word) =>
      /^(\||\|\||&&|;|&|\d?>{1,2}(&\d)?|<{1,2})$|^["']|["']$|^\$\w|^\d?>[^\s>]|;$|^\*|\*$/.test(word),
    ) ?? null
  );
}

/** Addresses that no other machine can reach. */
function isLoopback(address: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1)$/i.test(address.trim());
}
