import type { Log } from "../../contract/log.ts";
import { messageOf } from "../../contract/message-of.ts";
import type { LogEntry } from "../../log/logs.ts";
import type { Clock } from "../../system/clock.ts";
import { createHttpServer, type HttpServer, type IncomingMessage, type ServerResponse } from "../../system/network.ts";
import { type Reader, TapSession } from "../inspect/tap-session.ts";
import type { UiAddress } from "../metered.ts";
import { type Guard, refusalOf } from "./guard.ts";
import { NotAgain } from "./letters.ts";
import type { BatchSeen, Hello, LiveFrame, Shape } from "./messages.ts";
import { PAGE, POLICY } from "./page.generated.ts";
import { shownEvent } from "./shown-body.ts";
import { Valves } from "./valves.ts";
import { PATIENCE, Viewer } from "./viewer.ts";
import { Watch, type WatchSetting } from "./watch.ts";

/** Between two looks at the program, in ms. */
const EVERY = 1000;

/** So many of them are between two signs of life to those who look at samples. */
const STILL_EVERY = 10;

/** Those who are connected at once; more are not let in. A page that shows samples has three connections. */
const MOST_CONNECTIONS = 64;

/** Those who watch at once, and those who look at samples. */
const MOST_VIEWERS = 16;

/** Samples that a page is sent within a second. */
const SAMPLES = 5;

/** What is served, and to whom. */
export interface ServedUi extends Omit<WatchSetting, "clock"> {
  readonly guard: Guard;
  readonly clock: Clock;
  readonly program: string;
  /** The picture as it is sent, and what tells it apart from another one. */
  readonly pictureText: string;
  readonly version: string;
}

/** What addresses of requests are relative to. */
const BASE = "http://page";

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": POLICY,
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** The page of one program: what is asked for, and who watches. */
export class UiServer {
  readonly #ui: ServedUi;
  readonly #watch: Watch;
  readonly #valves: Valves;
  readonly #viewers = new Set<Viewer>();
  readonly #fail: (error: unknown) => void;
  readonly #samplers = new Set<Viewer>();
  #looks = 0;
  #server: HttpServer | null = null;
  #cancel: () => void = () => {};
  #frame: LiveFrame | null = null;

  constructor(ui: ServedUi, log: Log) {
    this.#ui = ui;
    this.#valves = new Valves(ui.operated.paused);
    this.#fail = (error) => log.once("ui", `the page: ${messageOf(error)}`);
    this.#watch = new Watch(ui, (stream, batch) => this.#tellBatch(stream, batch));
  }

  /** Listens at the first port that is free, and gives it. Rejects where none is. */
  async listen({ host, ports }: UiAddress): Promise<number> {
    const server = createHttpServer({ headersTimeout: 10_000, requestTimeout: 10_000 }, (request, response) => {
      response.on("error", this.#fail);
      try {
        this.#answer(request, response);
      } catch (error) {
        this.#fail(error);
        response.destroy();
      }
    });
    server.maxConnections = MOST_CONNECTIONS;
    server.setTimeout(PATIENCE);
    for (const [index, port] of ports.entries()) {
      try {
        await new Promise<void>((resolve, reject) => {
          server.once("error", reject);
          server.listen(port, host, () => {
            server.off("error", reject);
            resolve();
          });
        });
        break;
      } catch (error) {
        const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
        if (!isTaken || index === ports.length - 1) throw error;
      }
    }
    server.on("error", this.#fail);
    this.#server = server;
    this.#lookAgain();
    const address = server.address();
    return address !== null && typeof address === "object" ? address.port : 0;
  }

  /** Tells those who watch what the log says. */
  hear(entry: LogEntry): void {
    for (const viewer of this.#viewers) viewer.send("log", entry);
  }

  /** Tells those who watch that the program has ended, and listens no more. */
  end(): void {
    this.#cancel();
    this.#watch.end();
    for (const viewer of this.#viewers) viewer.end("ended", {});
    this.#server?.close();
  }

  #lookAgain(): void {
    const { clock } = this.#ui;
    this.#cancel = clock.at(clock.now() + EVERY, () => {
      try {
        this.#frame = this.#watch.look();
        for (const viewer of this.#viewers) viewer.send("now", this.#frame);
        // Where nothing passes for long, a connection would count as one that takes nothing.
        this.#looks += 1;
        if (this.#looks % STILL_EVERY === 0) for (const viewer of this.#samplers) viewer.send("still", {});
      } catch (error) {
        this.#fail(error);
      }
      this.#lookAgain();
    });
  }

  #tellBatch(stream: string, batch: BatchSeen): void {
    for (const viewer of this.#viewers) viewer.send("batch", { stream, batch });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = "", url = "/" } = request;
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const answer = URL.canParse(url, BASE)
      ? this.#answerTo(method, new URL(url, BASE), request)
      : refused(400, "that is not an address");
    if (answer.kind === "text") finish(response, answer, method);
    else if (answer.kind === "events") answer.begin(response);
    else {
      // It may take its time: what is sent again waits until it is written.
      response.setTimeout(0);
      void answer.done.then(
        (text) => {
          response.setTimeout(PATIENCE);
          finish(response, text, method);
        },
        (error) => {
          this.#fail(error);
          response.destroy();
        },
      );
    }
  }

  #answerTo(method: string, { pathname, searchParams: params }: URL, request: IncomingMessage): Answer {
    const asked = `${method === "HEAD" ? "GET" : method} ${pathname}`;
    const id = params.get("id") ?? "";
    if (!/^(GET|POST) /.test(asked)) return refused(405, "only GET, and POST where something is done");
    // The page itself has nothing of the program, and asks for that with the token.
    if (asked === "GET /") return { kind: "text", text: PAGE, type: "text/html; charset=utf-8" };
    const { operated, guard } = this.#ui;
    const refusal = refusalOf(request, guard);
    if (refusal !== null) return refused(refusal.status, refusal.text);
    switch (asked) {
      case "GET /api/picture":
        return { kind: "text", text: this.#ui.pictureText, type: JSON_TYPE };
      case "GET /api/live":
        if (this.#viewers.size >= MOST_VIEWERS) return refused(503, "too many watch already");
        return { kind: "events", begin: (response) => this.#show(response) };
      case "GET /api/part": {
        const detail = this.#watch.detailOf(id);
        return detail === null ? refused(404, `nothing is called ${id}`) : json(detail);
      }
      case "GET /api/samples": {
        const { shapes } = this.#ui.picture;
        const shape = Object.hasOwn(shapes, id) ? shapes[id] : undefined;
        if (shape === undefined) return refused(404, `nothing passes ${id} that could be shown`);
        if (this.#samplers.size >= MOST_VIEWERS) return refused(503, "too many look at samples already");
        return { kind: "events", begin: (response) => this.#showSamples(id, shape, response) };
      }
      case "POST /api/pause":
      case "POST /api/resume":
        return this.#pause(id, asked === "POST /api/pause");
      case "POST /api/replay":
        return { kind: "later", done: this.#sendAgain(id, Number(params.get("letter"))) };
      case "POST /api/drain":
        if (!operated.draining.aborted) operated.drain();
        return json({});
      default:
        return refused(404, "there is no such thing here");
    }
  }

  async #sendAgain(id: string, letter: number): Promise<TextAnswer> {
    try {
      await this.#watch.letters.sendAgain(id, letter);
      return json({});
    } catch (error) {
      if (error instanceof NotAgain) return refused(409, error.message);
      throw error;
    }
  }

  #show(response: ServerResponse): void {
    const viewer = new Viewer(response);
    this.#viewers.add(viewer);
    response.on("close", () => this.#viewers.delete(viewer));
    const { program, version, log } = this.#ui;
    const started = Math.round(performance.timeOrigin);
    viewer.send("hello", { program, pid: process.pid, started, version, log: log.all() } satisfies Hello);
    if (this.#frame !== null) viewer.send("now", this.#frame);
  }

  #showSamples(id: string, shape: Shape, response: ServerResponse): void {
    const { operated, clock } = this.#ui;
    const viewer = new Viewer(response);
    this.#samplers.add(viewer);
    const masked = new Set(this.#ui.picture.masked);
    const reader: Reader = {
      get waiting() {
        return viewer.waiting;
      },
      send(answer) {
        if (answer.kind !== "events") return;
        const { time, events, missed } = answer;
        viewer.send("samples", { events: events.map((event) => shownEvent(event, { shape, masked, time })), missed });
      },
    };
    const session = new TapSession(reader, clock, SAMPLES);
    const stop = operated.taps.watch(id, (events, more) => {
      try {
        session.look(events, more);
      } catch (error) {
        // What goes wrong while somebody looks ends the look, and nothing else.
        this.#fail(error);
        response.destroy();
      }
    });
    response.on("close", () => {
      this.#samplers.delete(viewer);
      stop();
    });
  }

  #pause(id: string, isPaused: boolean): Answer {
    const { picture } = this.#ui;
    const isSource = picture.nodes.some((node) => node.id === id && node.kind === "source");
    if (!isSource) return refused(404, `${id} is not a source that can be paused`);
    if (isPaused) this.#valves.close(id);
    else this.#valves.open(id);
    return json({});
  }
}

interface TextAnswer {
  readonly kind: "text";
  readonly status?: number;
  readonly text: string;
  readonly type?: string;
}

/** A text, now or later, or events that come as they come. */
type Answer =
  | TextAnswer
  | { readonly kind: "later"; readonly done: Promise<TextAnswer> }
  | { readonly kind: "events"; begin(response: ServerResponse): void };

function finish(
  response: ServerResponse,
  { status = 200, text, type = "text/plain; charset=utf-8" }: TextAnswer,
  method: string,
): void {
  response.writeHead(status, { "content-type": type });
  response.end(method === "HEAD" ? undefined : text);
}

const JSON_TYPE = "application/json";

function json(value: unknown): TextAnswer {
  return { kind: "text", text: JSON.stringify(value), type: JSON_TYPE };
}

function refused(status: number, reason: string): TextAnswer {
  return { kind: "text", status, text: `${reason}\n` };
}
