import type { Figure } from "../figure.ts";
import { apache } from "./rows/apache.ts";
import { http } from "./rows/http.ts";
import { json } from "./rows/json.ts";
import { lines } from "./rows/lines.ts";
import { syslog } from "./rows/syslog.ts";
import { words } from "./rows/words.ts";

/** All rows of `npm run bench -- peers`; one of them is `peers-json`. */
export const peers: readonly Figure[] = [lines, syslog, http, apache, words, json];
