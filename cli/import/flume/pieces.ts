/** The parts of an agent in the words of the language. */
import type { ImportContext } from "./context.ts";
import { interceptorCode, ownClass } from "./interceptor-code.ts";
import { counterpart, type LibraryPart } from "./library.ts";
import { type Described, optionCode } from "./option-code.ts";
import type { Section } from "./read/model.ts";
import { type FlumePart, knownKeys } from "./settle.ts";
import { specialOptions } from "./special-options.ts";
import { kafkaSink, kafkaSource } from "./topics.ts";

/** A component of Flume's, written out. */
export interface Piece {
  readonly part: FlumePart;
  /** How wires name it: a source that reads several topics is several. */
  readonly refs: readonly string[];
  /** `source r1 = netcat(port: 44444)`; null for a topic, which is declared at the top. */
  readonly declaration: string | null;
  /** `.timestamp()`, of a source. */
  readonly operators: string;
}

/** Keys that do not go into the parentheses of a component. */
const ELSEWHERE = /^(type|channels?|selector\..*|interceptors(\..*)?)$/;

const ROLES: Partial<Record<Section, "source" | "channel" | "sink">> = {
  sources: "source",
  channels: "channel",
  sinks: "sink",
};

/** Null, and told, where there is nothing like it here. */
export function pieceOf(context: ImportContext, part: FlumePart, name: string): Piece | null {
  const { component, type } = part;
  const { path, options, section } = component;
  const role = ROLES[section];
  const typeLine = options.get("type");
  if (role === undefined || typeLine === undefined) return null;
  const unsupported = (reason: string) => {
    context.findings.add("unsupported", typeLine, path, reason);
    return null;
  };
  if (type === null) return unsupported(ownClass(typeLine.value, `\`extern ${role}\``));
  const described: Described = { path, at: typeLine, options, keys: knownKeys(part) };
  const operators = role === "source" ? interceptorCode(context, described) : "";
  if (operators === null) return null;
  if (role !== "channel" && counterpart(context.stdlib, "topic", type) !== null) {
    const refs = role === "source" ? kafkaSource(context, described) : [kafkaSink(context, described)];
    return refs === null ? null : { part, refs, declaration: null, operators };
  }
  const found = counterpart(context.stdlib, role, type);
  if (found === null) return unsupported(`there is no ${role} like \`${typeLine.value}\` here`);
  const special = specialOptions[`${section}.${type.name}`];
  const tls = role === "source" ? certificateCodes(context, described, found) : [];
  const leaveOut = (key: string) =>
    ELSEWHERE.test(key) || special?.keys.test(key) === true || (tls.length > 0 && /^(ssl|keystore.*)$/.test(key));
  const written = [...(special?.codes(context, described) ?? []), ...tls];
  const codes = [...written, ...optionCode(context, described, found, leaveOut)];
  if (type.name === "file") {
    const message = "what Flume's channel still holds stays there: let it run empty before the switch";
    context.findings.add("changed", typeLine, path, message);
  }
  return { part, refs: [name], declaration: `${role} ${name} = ${found.name}(${codes.join(", ")})`, operators };
}

/** A listener that was encrypted stays so: it does not start before it is told where its certificate is. */
function certificateCodes({ params }: ImportContext, { options }: Described, part: LibraryPart): string[] {
  const isEncrypted = options.get("ssl")?.value.toLowerCase() === "true";
  if (!isEncrypted || !part.options.some(({ name }) => name === "tlsCert")) return [];
  const written = `keystore ${options.get("keystore")?.value ?? ""}`;
  const given = (key: string) => params.use({ from: "sys", key, fallback: null, written }, "string");
  return [`tlsCert: ${given("tlsCert")}`, `tlsKey: ${given("tlsKey")}`];
}
