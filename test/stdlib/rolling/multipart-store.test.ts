import assert from "node:assert/strict";
import { event } from "../../../runtime/contract/event.ts";
import { FileNumbers } from "../../../stdlib/support/rolling/file-numbers.ts";
import {
  type AbortedWrite,
  type Content,
  type FileStore,
  type StoredFile,
  StoreError,
} from "../../../stdlib/support/rolling/file-store.ts";
import { textFormat } from "../../../stdlib/support/rolling/formats/text-format.ts";
import { BucketNames } from "../../../stdlib/support/rolling/names/bucket-names.ts";
import { RollingFiles } from "../../../stdlib/support/rolling/rolling-files.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { testContext } from "../../support/test-context.ts";

/** An object store as a model: uploads in parts, seen by nobody before they are complete; no appending, no renaming. */
class MultipartStore implements FileStore {
  readonly batches = null;
  readonly objects = new Map<string, string>();
  readonly #uploads = new Map<string, Buffer[]>();
  failsNext = false;

  async announce(): Promise<void> {}

  async begin({ final }: StoredFile, content: Content): Promise<number> {
    this.#uploads.set(final, []);
    return this.#addPart(final, content);
  }

  async append({ final }: StoredFile, _length: number, content: Content): Promise<number> {
    return this.#addPart(final, content);
  }

  async complete(files: readonly StoredFile[]): Promise<void> {
    for (const { final } of files) {
      this.objects.set(final, Buffer.concat(this.#uploads.get(final)!).toString());
      this.#uploads.delete(final);
    }
  }

  /** A part that failed was never there; one that another failure takes along is left out, and the upload completed. */
  async abort(writes: readonly AbortedWrite[]): Promise<void> {
    for (const { file, confirmed, state } of writes) {
      if (confirmed === null) this.#uploads.delete(file.final);
      else if (state !== "unchanged") {
        this.#uploads.get(file.final)!.pop();
        await this.complete([file]);
      }
    }
  }

  async #addPart(final: string, content: Content): Promise<number> {
    const pieces: Uint8Array[] = [];
    for await (const piece of content.pieces()) pieces.push(Uint8Array.from(piece));
    if (this.failsNext) {
      this.failsNext = false;
      throw new StoreError("500 Internal Server Error", "unchanged");
    }
    const part = Buffer.concat(pieces);
    this.#uploads.get(final)!.push(part);
    return part.length;
  }
}

describe("rolled files on a store that can neither append nor rename", () => {
  it("are whole objects that hold every event once, also when a part fails", async () => {
    const store = new MultipartStore();
    const names = new BucketNames({
      path: [
        { kind: "literal", text: "/" },
        { kind: "header", name: "bucket" },
      ],
      filePrefix: [{ kind: "literal", text: "f" }],
      offsetAt: () => 0,
      round: null,
      useLocalTimeStamp: false,
      besidePrefix: 0,
      forbidden: /\p{Cc}/gu,
    });
    const format = textFormat<string>(({ body }) => body, true, null);
    const options = {
      fileSuffix: ".txt",
      inUsePrefix: "",
      inUseSuffix: "",
      rollInterval: 0,
      idleTimeout: 0,
      rollCount: 5,
      rollSize: 0,
      maxOpenFiles: 100,
      format,
      fill: null,
    };
    const context = testContext({ clock: manualClock(1_700_000_000_000) });
    const rolling = new RollingFiles<string>(store, new FileNumbers(1), names, context, options);
    const batch = (from: number) =>
      [0, 1, 2, 3].map((index) => event(String(from + index), new Map([["bucket", index % 2 === 0 ? "a" : "b"]])));

    await rolling.write(batch(0));
    assert.equal(store.objects.size, 0);
    store.failsNext = true;
    await assert.rejects(rolling.write(batch(4)), /500 Internal Server Error/);
    for (let from = 4; from < 40; from += 4) await rolling.write(batch(from));
    await rolling.close();

    const lines = [...store.objects.values()].flatMap((text) => text.trimEnd().split("\n"));
    assert.deepEqual(
      lines.map(Number).sort((one, other) => one - other),
      [...Array(40).keys()],
    );
    for (const [name, text] of store.objects) {
      const isA = name.startsWith("/a/");
      for (const line of text.trimEnd().split("\n")) assert.equal(Number(line) % 2 === 0, isA, `${line} in ${name}`);
    }
  });
});
