/** The packed extension, unpacked as VS Code would, far from the checkout. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import type { Location } from "vscode-languageserver/node";
import { connectLspClient } from "../support/lsp-client.ts";
import { start } from "../support/process.ts";
import { root } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("the .vsix", () => {
  const folder = tempFolders();
  let files: Readonly<Record<string, Uint8Array>>;

  before(async () => {
    const home = folder();
    const packed = await start(process.execPath, ["--import", "tsx", "scripts/vsix.ts", home], { cwd: root }).ended;
    assert.equal(packed.stderr, "");
    files = unzipSync(readFileSync(packed.stdout.trim()));
  });

  it("has what its manifest names", () => {
    const manifest = JSON.parse(text("extension/package.json")) as Manifest;
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
    assert.equal(manifest.version, version);
    const { languages, grammars } = manifest.contributes;
    const named = [manifest.main, languages[0]?.configuration, grammars[0]?.path].map((path) =>
      join("extension", path ?? ""),
    );
    for (const path of named) assert.ok(path in files, `${path} is not in it`);
    assert.equal(grammars[0]?.language, languages[0]?.id);
    assert.equal(
      (JSON.parse(text(join("extension", grammars[0]?.path ?? ""))) as { scopeName: string }).scopeName,
      "source.flow",
    );
  });

  it("names the type of every file, and the version of the package", () => {
    const types = text("[Content_Types].xml");
    for (const name of Object.keys(files)) {
      const ending = /\.\w+$/.exec(name)?.[0];
      assert.ok(name === "[Content_Types].xml" || types.includes(`Extension="${ending}"`), name);
    }
    const { version } = JSON.parse(text("extension/package.json")) as Manifest;
    assert.ok(text("extension.vsixmanifest").includes(`Id="sluice" Version="${version}" Publisher="sluice"`));
  });

  it("brings the licences of what is bundled", () => {
    const notices = text("extension/third-party-notices.txt");
    for (const name of ["chevrotain", "vscode-languageclient", "vscode-languageserver"]) {
      assert.match(notices, new RegExp(`^${name} \\d`, "m"));
    }
  });

  it("has a server that works without the checkout, and goes into its own standard library", async () => {
    const home = folder();
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(home, name)), { recursive: true });
      writeFileSync(join(home, name), bytes);
    }
    const server = start(process.execPath, [join(home, "extension/dist/server.mjs"), "--stdio"], { cwd: home });
    const client = await connectLspClient(server, home);
    const path = join(home, "program.flow");
    client.open(path, "agent a {\n  netcat(port: x) -> memory() -> logger()\n}\n");
    const [wrong] = await client.diagnostics(path, (list) => list.length > 0);
    assert.equal(wrong?.code, "FLOW2001");
    const page = fileURLToPath(wrong.codeDescription?.href ?? "file:///none");
    assert.equal(page, join(home, "extension/docs/errors/FLOW2001.md"));
    assert.ok(existsSync(page), page);
    const location = await client.request<Location>("textDocument/definition", {
      textDocument: { uri: client.uriOf(path) },
      position: { line: 1, character: 4 },
    });
    assert.equal(fileURLToPath(location.uri), join(home, "extension/stdlib/netcat/netcat.flow"));
    assert.equal((await client.stop()).status, 0);
  });

  function text(name: string): string {
    const bytes = files[name];
    assert.ok(bytes !== undefined, `${name} is not in it`);
    return strFromU8(bytes);
  }
});

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly configuration: string }[];
    readonly grammars: readonly { readonly language: string; readonly path: string }[];
  };
}
