/** `node --import ./bench/baselines/slow-sync.mjs PROGRAM`: each fsync and fdatasync takes 5 ms longer, as on a slow disk. */
import { open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const handle = await open(process.execPath, "r");
const prototype = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ["sync", "datasync"]) {
  const original = prototype[name];
  prototype[name] = async function () {
    await sleep(5);
    return await original.call(this);
  };
}
