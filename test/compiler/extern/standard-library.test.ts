import assert from "node:assert/strict";
import { dirname, join } from "node:path/posix";
import { analyse, createCache } from "../../../compiler/compile.ts";
import { checkExterns } from "../../../compiler/extern/check-externs.ts";
import { type Contract, contractOf } from "../../../compiler/extern/contract.ts";
import { signatureOf } from "../../../compiler/extern/probe.ts";
import { readModules } from "../../../compiler/extern/read-modules.ts";
import { memoryHost, runtimeModule } from "../../support/memory-host.ts";

/** Every declaration of the standard library is what its module implements. */
describe("declarations and modules of the standard library", function () {
  // Reads and checks the whole of it.
  this.timeout(60_000);
  const disk = memoryHost({});
  const cache = createCache();
  const externs = disk.stdlib.flatMap((path) =>
    analyse(disk, path, cache).checked.externs.filter(({ declaration }) => declaration.from !== null),
  );

  it("agree", async () => {
    assert.ok(externs.length > 100, `${externs.length} pairs`);
    const found = await checkExterns(disk, externs, { runtime: runtimeModule });
    assert.deepEqual(
      found.map((one) => `${one.file}: ${one.message}: ${one.help}`),
      [],
    );
  });

  it("would not agree if a parameter or result were another", () => {
    const altered = externs.flatMap(({ declaration, unit }) => {
      const contract = contractOf(declaration, false);
      const module = join(dirname(unit.path), declaration.from ?? "");
      const params = contract.params.flatMap((param, index) =>
        param.role === "given" || takesAnything(contract, param.type)
          ? []
          : [{ ...contract, params: contract.params.with(index, { ...param, type: "{ readonly altered: 1 }" }) }],
      );
      return [...params, { ...contract, result: "{ readonly altered: 1 }" }].map((one) => ({ module, contract: one }));
    });
    const { found } = readModules(disk, runtimeModule, altered);
    const missed = altered.filter((_, index) => found[index]?.kind === "fits");
    assert.deepEqual(
      missed.map(({ contract }) => signatureOf(contract)),
      [],
    );
  });
});

function takesAnything({ typeParams }: Contract, type: string): boolean {
  return typeParams.includes(type);
}
