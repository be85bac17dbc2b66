import assert from "node:assert/strict";
import { ComponentError } from "../../../runtime/contract/errors.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { startFailure } from "../../../runtime/program/start-failure.ts";

/** As the system words it. */
function refused(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: refused, mkdir '${path}'`), { code, path });
}

const hint = "; the program keeps its data in /srv/app/.sluice: --data-dir names another directory";

describe("a failure at the start", () => {
  it("names --data-dir where the data directory cannot be written, however it was wrapped", () => {
    for (const code of ["EACCES", "EPERM", "EROFS", "ENOTDIR"]) {
      for (const path of ["/srv/app", "/srv/app/.sluice", "/srv/app/.sluice/a/channels/c"]) {
        const error = refused(code, path);
        assert.equal(startFailure(error, "/srv/app/.sluice"), `${error.message}${hint}`);
      }
    }
    const cause = refused("EROFS", "/srv/app/.sluice");
    const wrapped = new ComponentError({ name: "a.c", place: "a.flow:1:1", element: t.string }, "cannot open", {
      cause,
    });
    assert.equal(startFailure(wrapped, "/srv/app/.sluice"), `cannot open${hint}`);
  });

  it("says nothing of it where something else failed", () => {
    for (const error of [
      refused("EACCES", "/srv/app/.sluice2"),
      refused("EACCES", "/var/log/app"),
      refused("ENOSPC", "/srv/app/.sluice"),
      new Error("EACCES"),
    ])
      assert.equal(startFailure(error, "/srv/app/.sluice"), error.message);
  });
});
