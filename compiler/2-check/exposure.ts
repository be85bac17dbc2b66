/** What a component lets in from outside: `checks commandLine(command, shell, args), listenAddress(bind)`. */
import type { CallExpr, Expr } from "../../grammar/ast.ts";
import type { Declaration } from "../declaration.ts";
import { messages } from "../messages.ts";
import { type CheckContext, type Env, report } from "./context.ts";
import { constants, evaluate, type Known } from "./evaluate.ts";

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
      const span = value?.span ?? expr.span;
      report(
        context,
        env,
        span,
        messages.report("FLOW4061", { component: declaration.name, address: text, option: param }),
      );
    }
  }
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
