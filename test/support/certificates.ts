import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { needs } from "./needs.ts";

/** PEM files: an authority, what it has signed for `localhost` and for a client, and a client that it has not signed. */
export interface Certificates {
  readonly ca: string;
  readonly serverCert: string;
  readonly serverKey: string;
  readonly clientCert: string;
  readonly clientKey: string;
  readonly strangerCert: string;
  readonly strangerKey: string;
}

/** Makes them with openssl before the tests of a suite, which it leaves out without openssl; called in its `describe`. */
export function certificates(): () => Certificates {
  let folder: string | null = null;
  let made: Certificates | null = null;
  before("make certificates", function () {
    needs(this, "openssl");
    folder = mkdtempSync(join(tmpdir(), "sluice-certificates-"));
    made = makeCertificates(folder);
  });
  after(() => {
    if (folder !== null) rmSync(folder, { recursive: true });
  });
  return () => {
    if (made === null) throw new Error("certificates are there only in hooks and tests");
    return made;
  };
}

function makeCertificates(folder: string): Certificates {
  const path = (name: string) => join(folder, name);
  const authority = (name: string) => {
    const files = ["-keyout", path(`${name}.key`), "-out", path(`${name}.pem`)];
    openssl(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", `/CN=${name}`, ...files]);
  };
  const signed = (name: string, by: string) => {
    const request = path(`${name}.csr`);
    openssl([
      ...["req", "-newkey", "rsa:2048", "-nodes", "-subj", `/CN=${name}`],
      ...["-keyout", path(`${name}.key`), "-out", request],
    ]);
    const names = path("names.cnf");
    writeFileSync(names, "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
    openssl([
      ...["x509", "-req", "-in", request, "-days", "30", "-extfile", names, "-CAcreateserial"],
      ...["-CA", path(`${by}.pem`), "-CAkey", path(`${by}.key`), "-out", path(`${name}.pem`)],
    ]);
  };
  authority("ca");
  authority("other-ca");
  signed("server", "ca");
  signed("client", "ca");
  signed("stranger", "other-ca");
  return {
    ca: path("ca.pem"),
    serverCert: path("server.pem"),
    serverKey: path("server.key"),
    clientCert: path("client.pem"),
    clientKey: path("client.key"),
    strangerCert: path("stranger.pem"),
    strangerKey: path("stranger.key"),
  };
}

function openssl(args: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}
