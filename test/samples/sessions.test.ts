import assert from "node:assert/strict";
import { sample, sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sample sessions", () => {
  const folder = tempFolders();
  const file = sample("sessions");
  const run = ["run", file, "--set", "interval=1s", "--set"];

  it("keeps a visit that is under way over a kill, with its timer", async () => {
    const cwd = folder();
    const click = async (page: string) => {
      const input = `${JSON.stringify({ visitor: "ada", page })}\n`;
      assert.equal((await sluice(["produce", file, "clicks"], { cwd, input })).status, 0);
    };
    await click("/");
    const first = startSluice([...run, "gap=1h"], { cwd });
    // The state of a batch is saved behind its output: the second one follows it.
    await first.sees(/Time: [^T]*Time: /);
    await first.stop("SIGKILL");
    const { stdout } = await sluice(["state", "show", "visits.over"], { cwd });
    assert.match(stdout, /"ada"\t\{"pages":\["\/"\]/);

    await click("/shop");
    const second = startSluice([...run, "gap=2s"], { cwd });
    await second.sees(/\{'visitor': 'ada', 'pages': 2, 'first': '\/', 'last': '\/shop', 'took': \d+s\}/);
    assert.equal((await second.stop("SIGINT")).status, 0);
  });
});
