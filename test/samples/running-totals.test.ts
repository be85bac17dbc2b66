import assert from "node:assert/strict";
import { sample, sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sample running-totals", () => {
  const folder = tempFolders();
  const file = sample("running-totals");

  async function sell(cwd: string, ...sales: { readonly shop: string; readonly cents: number }[]): Promise<void> {
    const input = sales.map((sale) => `${JSON.stringify(sale)}\n`).join("");
    const { status, stderr } = await sluice(["produce", file, "sales"], { cwd, input });
    assert.equal(status, 0, stderr);
  }

  it("goes on counting where a killed run has left off, and shows what it keeps", async () => {
    const cwd = folder();
    await sell(cwd, { shop: "bakery", cents: 250 }, { shop: "florist", cents: 1200 });
    for (const signal of ["SIGKILL", "SIGINT"] as const) {
      const program = startSluice(["run", file, "--set", "interval=1s"], { cwd });
      await program.sees(signal === "SIGKILL" ? /\('florist', 1200\)/ : /\('bakery', 330\)\n\('florist', 1200\)/);
      await program.stop(signal);
      if (signal === "SIGKILL") await sell(cwd, { shop: "bakery", cents: 80 });
    }
    const { stdout } = await sluice(["state", "show", "totals"], { cwd });
    assert.match(
      stdout,
      /totals\.taken: updateStateByKey of string to int, 2 keys\n {2}"bakery"\t330\n {2}"florist"\t1200\n$/,
    );
  });
});
