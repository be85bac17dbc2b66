import { z } from "zod";
import { OBSERVED, type Observation, observed, withObservation } from "./observe.ts";

/** What a tool of `sluice mcp` is: a command of `sluice`, with arguments that a model fills in. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** Arguments of the command line; `file` is the program that the input names or brings, null where there is none. */
  args(input: Readonly<Record<string, unknown>>, file: string | null): readonly string[];
  /** What the command reads on standard input. */
  stdin?(input: Readonly<Record<string, unknown>>): string;
  /** The text of the program, where it is not the one that the input brings. */
  text?(input: Readonly<Record<string, unknown>>): string;
  /** What is answered of the text as it is afterwards; all of it where it has changed, unless given. */
  shown?(text: string): string;
  /** Whether a program has to be given. */
  readonly program: "required" | "optional" | "none";
  /** Whether it may change the file that it is given. */
  readonly changes?: boolean;
}

const program = {
  program: z.string().optional().describe("Text of a .flow program. Give this or `file`."),
  file: z.string().optional().describe("Path of a .flow file. Give this or `program`."),
};

/** Positional arguments: those that are given, behind `--`, since one may begin with a dash. */
const named = (...values: readonly unknown[]): readonly string[] => [
  "--",
  ...values.filter((value) => typeof value === "string" && value !== "").map(String),
];

/** What the server offers to models, each a command of the command line. */
export const tools: readonly Tool[] = [
  {
    name: "check",
    description: "Finds what is wrong with a program, without running anything.",
    program: "required",
    input: z.object(program),
    args: (_, file) => ["check", ...named(file)],
  },
  {
    name: "fix",
    description: "Applies the fixes that are safe to a program, and says what else is wrong with it.",
    program: "required",
    changes: true,
    input: z.object(program),
    args: (_, file) => ["check", "--fix", ...named(file)],
  },
  {
    name: "format",
    description: "Lays a program out in the one true layout.",
    program: "none",
    input: z.object({ program: z.string().describe("Text of a .flow program.") }),
    args: () => ["fmt", "-"],
    stdin: ({ program }) => String(program),
  },
  {
    name: "explain",
    description: "Says of each path what type flows, what may be lost or come twice, why, and what would raise that.",
    program: "required",
    input: z.object({ ...program, name: z.string().optional().describe("Only this agent, stream or topic.") }),
    args: ({ name }, file) => ["explain", ...named(file, name)],
  },
  {
    name: "test",
    description: "Runs the test blocks of a program on a simulated clock; nothing outside is touched.",
    program: "required",
    input: z.object({ ...program, filter: z.string().optional().describe("Only tests whose names contain it.") }),
    args: ({ filter }, file) => ["test", ...(typeof filter === "string" ? [`--filter=${filter}`] : []), ...named(file)],
  },
  {
    name: "run",
    description:
      "Runs a program in virtual time with what is given to its sources and topics, and gives what came out, as expectations of a test; nothing outside is touched.",
    program: "none",
    input: z.object({
      program: z.string().describe("Text of a .flow program that imports no other file."),
      given: z
        .record(z.string(), z.array(z.unknown()))
        .describe(
          'Bodies for a source, { "web.r1": ["a", "b"] }; for a topic or a stream\'s input a list for each batch.',
        ),
      advance: z.string().optional().describe("How much time passes then: 30s, 5m."),
      observe: z.array(z.string()).min(1).describe("Sinks, topics and `let`s of streams: web.k1, hits, counts.most."),
    }),
    text: (input) => withObservation(input as unknown as Observation),
    shown: observed,
    args: () => ["test", "--update", `--filter=${OBSERVED}`, ...named("program.flow")],
  },
  {
    name: "simulate",
    description:
      "Runs a program on a simulated machine that fails, crashes and loses power; says whether what `explain` claims holds.",
    program: "required",
    input: z.object({
      ...program,
      seeds: z.number().int().min(1).max(1000).optional().describe("How many runs; 20 unless given."),
    }),
    args: ({ seeds }, file) => ["sim", "--seeds", String(seeds ?? 20), ...named(file)],
  },
  {
    name: "graph",
    description: "Gives the topology of a program.",
    program: "required",
    input: z.object({ ...program, format: z.enum(["mermaid", "json", "dot", "plan", "svg"]).optional() }),
    args: ({ format }, file) => ["graph", "--format", String(format ?? "mermaid"), ...named(file)],
  },
  {
    name: "evaluate",
    description:
      "Evaluates an expression, in which `line` is each of `lines`. Functions of a program can be used in it.",
    program: "optional",
    input: z.object({
      ...program,
      expression: z.string(),
      lines: z.array(z.string()).optional().describe("What `line` stands for."),
    }),
    args: ({ expression }, file) => ["eval", ...named(expression, file)],
    stdin: ({ lines }) => (Array.isArray(lines) ? lines.map((line) => `${line}\n`).join("") : ""),
  },
  {
    name: "docs",
    description:
      "Prints the guide or the reference of a construct, component, operator, function or message code; without a name, what there is.",
    program: "none",
    input: z.object({ name: z.string().optional().describe("route, netcat, string.trim, FLOW2001, …") }),
    args: ({ name }) => ["docs", ...named(name)],
  },
];
