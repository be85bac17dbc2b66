const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Line `n` of an access log: one of 80 to 100 bytes, later than those before it. */
export function accessLine(n: number): string {
  const at = new Date(1_790_000_000_000 + n * 1370);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(":");
  const status = [200, 200, 304, 404, 503][n % 5];
  const bytes = n % 5 === 2 ? "-" : (n * 7919) % 100_000;
  return `10.${n % 250}.3.${n % 7} - ${n % 5 === 0 ? "eve" : "-"} [${day}:${clock} +0200] "GET /shop/item/${n % 10_007} HTTP/1.1" ${status} ${bytes}`;
}
