/**
 * An emitted module that tells the global function `__made` of each component that it makes, by its maker's name and with
 * what that is given, and that leaves the end of its run to whoever waits. Its types are stripped, and not checked again.
 */
export function observed(typescript: string): string {
  const wrapped: string[] = [];
  const text = typescript.replace(/^import \{([^}]*)\} from "([^"]+)";$/gm, (line, names: string, path: string) => {
    const imported = names.split(",").map((name) => name.trim());
    const own = imported.map((name) => {
      if (name.startsWith("type ") || path === "sluice/runtime") return name;
      const [exported, local = exported] = name.split(" as ") as [string, string?];
      // A declaration, which counts from the module's beginning on.
      const made = `new.target === undefined ? ${local}$made(...given) : new ${local}$made(...given)`;
      wrapped.push(`function ${local}(...given) { __made(${JSON.stringify(exported)}, given); return ${made}; }`);
      return `${exported} as ${local}$made`;
    });
    return own.length === 0 ? line : `import { ${own.join(", ")} } from "${path}";`;
  });
  return `${text.replace(/^await run\(/m, "void run(")}\n${wrapped.join("\n")}\n`;
}
