import { join } from "node:path";
import { jdkTool } from "../java.ts";
import { runProgram } from "../run-program.ts";

/** A self-signed certificate for 127.0.0.1 and localhost, and its key. */
export interface Certificate {
  /** PKCS12 file with the key, for the broker. */
  readonly keyStore: string;
  readonly password: string;
  /** PEM file, for clients: the authority to trust. */
  readonly pem: string;
}

/** Names the files of a certificate in a directory; createCertificate makes them. */
export function certificateIn(directory: string): Certificate {
  return {
    keyStore: join(directory, "broker.p12"),
    password: "sluice-test",
    pem: join(directory, "certificate.pem"),
  };
}

/** Makes the files of a certificate with the JDK's keytool. */
export async function createCertificate({ keyStore, password, pem }: Certificate): Promise<void> {
  const store = ["-keystore", keyStore, "-storetype", "PKCS12", "-storepass", password];
  await keytool([
    "-genkeypair",
    ...["-alias", "broker", "-keyalg", "RSA", "-keysize", "2048", "-validity", "30"],
    ...["-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost"],
    ...store,
  ]);
  await keytool(["-exportcert", "-rfc", "-alias", "broker", "-file", pem, ...store]);
}

async function keytool(args: readonly string[]): Promise<void> {
  const { status, stdout, stderr } = await runProgram(jdkTool("keytool"), args, { timeout: 60_000 });
  if (status !== 0) throw new Error(`keytool ${args[0]} ended with status ${status}: ${stdout}${stderr}`);
}
