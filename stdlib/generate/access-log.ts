const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const DEPARTMENTS = ["apparel", "fitness", "footwear", "golf", "outdoors", "fan%20shop"];
const CATEGORIES = ["cleats", "shorts", "tents", "gloves", "bags", "watches", "balls"];
const PAGES = ["/", "/", "/departments", "/login", "/view_cart", "/add_to_cart", "/checkout", "/support"];
const METHODS = ["GET", "GET", "GET", "GET", "GET", "GET", "GET", "POST"];
const STATUSES = [200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 302, 304, 404, 404, 503];
const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1",
  "curl/8.7.1",
];
/** How many visitors there are: few enough that each comes again. */
const VISITORS = 500;

/**
 * Gives lines in Apache's combined log format, those of a shop such as the one of Cloudera's gen_logs. All but the
 * time follows from the seed.
 */
export function accessLog(seed: number): (time: number) => string {
  const random = generator(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const visitors = Array.from({ length: VISITORS }, () => ({
    address: `${1 + below(223)}.${below(256)}.${below(256)}.${1 + below(254)}`,
    agent: one(AGENTS),
  }));
  const path = () => {
    // Squaring favours the first of a list: some things sell better than others.
    const popular = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)]!;
    const kind = random();
    if (kind < 0.4) return popular(PAGES);
    if (kind < 0.7) return `/department/${popular(DEPARTMENTS)}/categories`;
    return `/department/${popular(DEPARTMENTS)}/category/${popular(CATEGORIES)}/products`;
  };
  return (time) => {
    const { address, agent } = visitors[Math.floor(random() ** 2 * VISITORS)]!;
    const request = `${one(METHODS)} ${path()} HTTP/1.1`;
    const status = one(STATUSES);
    const bytes = 200 + below(5000);
    return `${address} - - [${stamp(time)}] "${request}" ${status} ${status === 304 ? "-" : bytes} "-" "${agent}"`;
  };
}

/** `10/Oct/2000:13:55:36 +0000` */
function stamp(time: number): string {
  const at = new Date(time);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

/** Numbers in [0, 1) that follow from the seed: Tommy Ettinger's mulberry32. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
