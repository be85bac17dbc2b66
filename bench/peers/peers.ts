import type { Figure } from "../figure.ts";
import { apache } from "./rows/apache.ts";
import { http } from "./rows/http.ts";
import { json } from "./rows/json.ts";
import { lines } from "./rows/lines.ts";
import { syslog } from "./rows/syslog.ts";
import { words } from "./rows/words.ts";

/** Whole programs against what people would take instead, each with a name of its own: `npm run bench -- peers-json`. */
export const peers: readonly Figure[] = [lines, syslog, http, apache, words, json];
