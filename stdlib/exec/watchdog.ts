import type { Log } from "../../runtime/contract/log.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { type ChildProcess, spawn } from "../../runtime/system/processes.ts";

/**
 * Reads `+ GROUP` and `- GROUP` until its standard input ends, which it does with the program however that ends, and then
 * ends the process groups that are left. POSIX's own shell: small, and the script has nothing in it but numbers.
 */
const SCRIPT = `
groups=
while read -r what group; do
  left=
  for one in $groups; do [ "$one" = "$group" ] || left="$left $one"; done
  groups=$left
  [ "$what" = + ] && groups="$groups $group"
done
[ -z "$groups" ] && exit
for one in $groups; do kill -s TERM -- "-$one" 2>/dev/null; done
sleep 2
for one in $groups; do kill -s KILL -- "-$one" 2>/dev/null; done
`;

/** Ends the commands of a program that was killed and cannot do so itself. A process of its own, in its own group. */
export class Watchdog {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Where there is no `/bin/sh` the log says what that means. */
  static start(log: Log): Promise<Watchdog> {
    return new Promise((resolve) => {
      const process = spawn("/bin/sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
      // It must not keep the program from ending.
      process.unref();
      process.stdin!.on("error", () => {});
      process.once("spawn", () => resolve(new Watchdog(process)));
      process.once("error", (error) => {
        log.warn(`without /bin/sh the command would outlive a program that is killed: ${messageOf(error)}`);
        resolve(new Watchdog(process));
      });
    });
  }

  /** The group of that process ends with the program. */
  watch(group: number): void {
    this.#process.stdin?.write(`+ ${group}\n`);
  }

  forget(group: number): void {
    this.#process.stdin?.write(`- ${group}\n`);
  }

  end(): void {
    this.#process.stdin?.end();
  }
}
