import { NotTried, type Trial, within } from "./check.ts";
import { begin, freshFolder, type Life } from "./life.ts";
import { canBeNumbered } from "./numbered.ts";

/** Runs `check` in a life of the component that is open, and closes it behind that, unless the check has done so. */
export async function useComponent(
  trial: Trial,
  check: (life: Life) => Promise<void>,
  dataDir?: string,
): Promise<void> {
  const life = await begin(trial.subject, dataDir ?? freshFolder(trial.subject));
  if (!canBeNumbered(life.element)) throw new NotTried("its bodies have no text by which they could be told apart");
  await within("open", life.open());
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= within("close", life.close());
    return closing;
  };
  try {
    await check({ ...life, close });
  } finally {
    await close();
  }
}
