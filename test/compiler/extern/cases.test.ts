import { analyseWithModules, createCache } from "../../../compiler/compile.ts";
import { frameCases } from "../../support/frame-cases.ts";
import { runtimeModule } from "../../support/memory-host.ts";

describe("users' TypeScript: cases", () => {
  const cache = createCache();
  frameCases(new URL("cases/", import.meta.url), async (host, entry) => {
    const { diagnostics } = await analyseWithModules(host, entry, { runtime: runtimeModule }, cache);
    return diagnostics;
  });
});
