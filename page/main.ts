/** The page of a running program: finds it, and finds it again when it was restarted. */
import type { Hello, LiveFrame, Picture } from "../runtime/program/ui/messages.ts";
import { ask, keepToken, Locked, listen, sendOrder, takeToken } from "./api.ts";
import { DetailView } from "./detail.ts";
import { lineOf } from "./detail-parts.ts";
import { find, make, setText } from "./elements.ts";
import { GraphView } from "./graph.ts";
import { Head } from "./head.ts";
import { TableView } from "./table.ts";
import { TroubleList } from "./trouble-list.ts";

/** Until it is tried again to reach the program, in ms. */
const AGAIN = 1000;

/** Lines of the log that are shown. */
const MOST_LINES = 300;

const head = new Head();
const troubles = new TroubleList(select);
let version = "";
let picture: Picture | null = null;
let graph: GraphView | null = null;
let table: TableView | null = null;
let detail: DetailView | null = null;
let frame: LiveFrame | null = null;
let isTableWanted = matchMedia("(max-width: 640px)").matches;

async function watch(): Promise<void> {
  for (;;) {
    try {
      await listen("/api/live", new AbortController().signal, hear);
      head.lost();
    } catch (error) {
      if (error instanceof Locked) await unlock();
      else head.lost();
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

function hear(event: string, data: unknown): void {
  if (event === "hello") void begin(data as Hello);
  else if (event === "now") show(data as LiveFrame);
  else if (event === "log") addLine(lineOf(data as Parameters<typeof lineOf>[0]));
  else if (event === "ended") head.ended();
}

async function begin(hello: Hello): Promise<void> {
  head.found(hello);
  document.title = `${hello.program} · Sluice`;
  find("lines").replaceChildren(...hello.log.toReversed().map(lineOf));
  if (hello.version === version) return;
  const response = await ask("/api/picture").catch(() => null);
  if (response === null) return;
  picture = (await response.json()) as Picture;
  version = hello.version;
  // What is hidden has no size, and the drawing needs one.
  choose(false);
  graph = new GraphView(picture, select);
  table = new TableView(picture, select);
  choose(isTableWanted);
  const wanted = decodeURIComponent(location.hash.slice(1));
  select(picture.nodes.some(({ id }) => id === wanted) ? wanted : null);
}

function show(now: LiveFrame): void {
  frame = now;
  head.update(now);
  graph?.update(now);
  table?.update(now);
  detail?.update(now);
  if (picture !== null) troubles.update(picture, now);
}

function select(id: string | null): void {
  const before = document.activeElement;
  detail?.end();
  detail = null;
  const node = picture?.nodes.find((one) => one.id === id) ?? null;
  if (picture !== null && node !== null) {
    detail = new DetailView(picture, node, () => {
      select(null);
      if (before instanceof HTMLElement || before instanceof SVGElement) before.focus();
    });
    find("detail").focus({ preventScroll: matchMedia("(min-width: 1001px)").matches });
  }
  document.body.classList.toggle("with-detail", node !== null);
  graph?.select(node?.id ?? null);
  table?.select(node?.id ?? null);
  history.replaceState(null, "", node === null ? location.pathname : `#${encodeURIComponent(node.id)}`);
  if (frame !== null) show(frame);
}

function choose(isTable: boolean): void {
  find("picture").hidden = isTable;
  find("parts").hidden = !isTable;
  find("show-picture").setAttribute("aria-pressed", String(!isTable));
  find("show-parts").setAttribute("aria-pressed", String(isTable));
}

function addLine(line: HTMLElement): void {
  const lines = find("lines");
  lines.prepend(line);
  while (lines.children.length > MOST_LINES) lines.lastElementChild?.remove();
}

async function unlock(): Promise<void> {
  head.locked();
  const dialog = find<HTMLDialogElement>("locked");
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  keepToken(find<HTMLInputElement>("token").value);
}

async function drain(): Promise<void> {
  const dialog = find<HTMLDialogElement>("ask");
  dialog.returnValue = "no";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  if (dialog.returnValue !== "yes") return;
  await sendOrder("/api/drain").catch((error: unknown) => {
    addLine(make("li", { class: "error" }, `the program does not drain: ${String(error)}`));
  });
}

function showTable(isTable: boolean): void {
  isTableWanted = isTable;
  choose(isTable);
}

find("show-picture").addEventListener("click", () => showTable(false));
find("show-parts").addEventListener("click", () => showTable(true));
find("skip").addEventListener("click", () => showTable(true));
for (const by of ["larger", "smaller", "fit"] as const) find(by).addEventListener("click", () => graph?.zoom(by));
find("drain").addEventListener("click", () => void drain());
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && detail !== null) select(null);
});
setText(find("state"), "connecting");
takeToken();
void watch();
