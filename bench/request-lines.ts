/** Line `n` of what a service logs of its requests: a flat object of eight fields, of about 200 bytes. */
export function requestLine(n: number): string {
  return JSON.stringify({
    id: `req-${(n * 2_654_435_761).toString(36)}`,
    at: new Date(1_790_000_000_000 + n * 137).toISOString(),
    host: `web${n % 17}.example.org`,
    method: n % 3 === 0 ? "POST" : "GET",
    path: `/shop/item/${(n * 7919) % 10_007}?from=${n % 13}`,
    status: [200, 200, 304, 404, 503][n % 5],
    bytes: (n * 7919) % 100_000,
    cached: n % 2 === 0,
  });
}
