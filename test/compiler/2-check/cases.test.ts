import { analyse, createCache } from "../../../compiler/compile.ts";
import { frameCases } from "../../support/frame-cases.ts";

describe("check: cases", () => {
  const cache = createCache();
  frameCases(new URL("cases/", import.meta.url), (host, entry) => analyse(host, entry, cache).diagnostics);
});
