import type { Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { readFile } from "../../runtime/system/files.ts";
import { createSecureContext } from "../../runtime/system/network.ts";

/** Paths of PEM files, as options name them. */
export interface TlsFiles {
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
  readonly tlsCa: string | null;
}

/** What they hold. */
export interface TlsTexts {
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly ca: string | undefined;
}

/** Reads the files. Rejects with a ComponentError where one cannot be read, or is not what it should be. */
export async function readTlsFiles(files: TlsFiles, declared: Declared): Promise<TlsTexts> {
  const { tlsCert, tlsKey, tlsCa } = files;
  if (tlsCert !== null && tlsKey === null) throw new ComponentError(declared, "tlsCert is given, but no tlsKey");
  if (tlsKey !== null && tlsCert === null) throw new ComponentError(declared, "tlsKey is given, but no tlsCert");
  const read = async (option: string, path: string | null) => {
    if (path === null) return undefined;
    try {
      return await readFile(path, "utf8");
    } catch (error) {
      throw new ComponentError(declared, `${option} cannot be read: ${messageOf(error)}`, { cause: error });
    }
  };
  const texts = {
    cert: await read("tlsCert", tlsCert),
    key: await read("tlsKey", tlsKey),
    ca: await read("tlsCa", tlsCa),
  };
  try {
    createSecureContext(texts);
  } catch (error) {
    const named = Object.entries({ tlsCert, tlsKey, tlsCa }).filter(([, path]) => path !== null);
    const where = named.map(([option, path]) => `${option} ${path}`).join(", ");
    throw new ComponentError(declared, `cannot use ${where}: ${messageOf(error)}`, { cause: error });
  }
  return texts;
}
