import assert from "node:assert/strict";
import { createPublished } from "../../editor/server/published.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";

function wrong(file: string, message: string, start = 0): Diagnostic {
  return { code: "FLOW2001", severity: "error", file, span: { start, end: start + 1 }, message };
}

function shown(news: ReadonlyMap<string, readonly Diagnostic[]>): Record<string, string[]> {
  return Object.fromEntries([...news].map(([file, list]) => [file, list.map(({ message }) => message)]));
}

it("gives each file its diagnostics, in the order of the text", () => {
  const published = createPublished();
  const news = published.update("/a", [wrong("/a", "second", 5), wrong("/a", "first", 1), wrong("/b", "other")]);
  assert.deepEqual(shown(news), { "/a": ["first", "second"], "/b": ["other"] });
});

it("clears a file that nothing is wrong with any more", () => {
  const published = createPublished();
  published.update("/a", [wrong("/a", "one"), wrong("/b", "two")]);
  assert.deepEqual(shown(published.update("/a", [])), { "/a": [], "/b": [] });
  assert.deepEqual(shown(published.update("/a", [])), { "/a": [] });
});

it("keeps what another open file says of a shared one", () => {
  const published = createPublished();
  published.update("/a", [wrong("/lib", "same"), wrong("/lib", "only a")]);
  assert.deepEqual(shown(published.update("/b", [wrong("/lib", "same")])), { "/b": [] });
  assert.deepEqual(shown(published.forget("/a")), { "/lib": ["same"] });
  assert.deepEqual(shown(published.forget("/b")), { "/lib": [] });
  assert.deepEqual(shown(published.forget("/b")), {});
});
