import assert from "node:assert/strict";
import fc from "fast-check";
import { readLogFormat } from "../../../compiler/2-check/log-format/read.ts";
import { Failure } from "../../../runtime/contract/failure.ts";
import { accessLogReader } from "../../../stdlib/formats/access-log.ts";
import { apacheFields, nginxFields, schemaOf, type Written } from "./access-log.model.ts";

const own = new Set(["tenant"]);

function readerOf(format: string, wanted?: readonly string[]) {
  const { fields, faults } = readLogFormat(format, own);
  assert.deepEqual(faults, [], format);
  const read = accessLogReader<Record<string, unknown>>(format, "tenant", schemaOf(fields), wanted);
  return { names: fields.map(({ name }) => name), read };
}

function good(format: string, line: string): Record<string, unknown> {
  const record = readerOf(format).read(line);
  if (record instanceof Failure) assert.fail(record.reason);
  return record;
}

const fails = (format: string, line: string) => readerOf(format).read(line) instanceof Failure;

const combined = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"';
const main =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"';

type Piece = readonly [format: string, value: fc.Arbitrary<Written>];

/** A format with its fields between quotes, brackets and blanks, and a line of it. */
function lines(bare: readonly Piece[], free: readonly Piece[], anywhere: readonly Piece[]) {
  const quoted = fc
    .constantFrom(...free, ...anywhere)
    .map(([format, value]) => ({ before: '"', format, value, after: '"' }));
  const plain = fc
    .constantFrom(...bare, ...anywhere)
    .map(([format, value]) => ({ before: "", format, value, after: "" }));
  const item = fc.oneof(quoted, plain);
  return fc
    .tuple(fc.array(item, { minLength: 1, maxLength: 8 }), fc.constantFrom(" ", " - ", "\t"))
    .chain(([items, gap]) =>
      fc.tuple(...items.map(({ value }) => value)).map((written) => ({
        format: items.map(({ before, format, after }) => before + format + after).join(gap),
        line: items.map(({ before, after }, index) => before + written[index]!.text + after).join(gap),
        values: written.flatMap(({ values }) => values),
      })),
    );
}

describe("access logs by their format", () => {
  for (const [server, fields] of [
    ["Apache", apacheFields],
    ["nginx", nginxFields],
  ] as const) {
    it(`of ${server} are read as they were written`, () => {
      fc.assert(
        fc.property(lines(fields(false), fields(true), []), ({ format, line, values }) => {
          const { names, read } = readerOf(format);
          const record = read(line);
          assert.ok(
            !(record instanceof Failure),
            `${format}\n${line}\n${record instanceof Failure ? record.reason : ""}`,
          );
          assert.deepEqual(
            names.map((name) => record[name]),
            values,
            `${format}\n${line}`,
          );
        }),
        { numRuns: 500 },
      );
    });

    it(`of ${server} with blanks outside of quotes are read as they were written or not at all`, () => {
      fc.assert(
        fc.property(lines(fields(true), fields(true), fields(false)), ({ format, line, values }) => {
          const { names, read } = readerOf(format);
          const record = read(line);
          if (!(record instanceof Failure))
            assert.deepEqual(
              names.map((name) => record[name]),
              values,
              `${format}\n${line}`,
            );
        }),
        { numRuns: 1000 },
      );
    });
  }

  it("give a user with blanks, where no other field can have them", () => {
    const line = '::1 - Frank N. Stein [10/Oct/2000:13:55:36 -0700] "GET /a?b HTTP/1.1" 200 - "-" "a \\"b\\""';
    assert.deepEqual(good(combined, line), {
      host: "::1",
      identity: null,
      user: "Frank N. Stein",
      at: Date.UTC(2000, 9, 10, 20, 55, 36),
      request: "GET /a?b HTTP/1.1",
      method: "GET",
      path: "/a?b",
      protocol: "HTTP/1.1",
      status: 200,
      bytes: null,
      referer: null,
      userAgent: 'a "b"',
    });
  });

  it("of nginx's main have the field of forwarded addresses", () => {
    const line =
      '203.0.113.7 - - [10/Oct/2000:13:55:36 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8.0" "10.0.0.1, 10.0.0.2"';
    const record = good(main, line);
    assert.equal(record["httpXForwardedFor"], "10.0.0.1, 10.0.0.2");
    assert.equal(record["timeLocal"], Date.UTC(2000, 9, 10, 13, 55, 36));
    assert.equal(record["bodyBytesSent"], 612);
  });

  it("are read by formats that people have", () => {
    const vhost = good(
      `%v:%p ${combined.replace("%b", "%O")}`,
      'www.example.org:443 203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "c"',
    );
    assert.deepEqual(
      [vhost["server"], vhost["port"], vhost["host"], vhost["user"]],
      ["www.example.org", 443, "203.0.113.7", "alice"],
    );
    const upstream =
      '$remote_addr [$time_local] "$request_method $scheme://$host$request_uri $server_protocol" $status rt=$request_time uct="$upstream_connect_time" urt=$upstream_response_time';
    const line =
      '::1 [10/Oct/2000:13:55:36 +0000] "GET https://a.org/x:y?z=1 HTTP/2.0" 200 rt=0.005 uct="0.001, 0.002" urt=-';
    const { host, requestUri, requestTime, upstreamConnectTime, upstreamResponseTime } = good(upstream, line);
    assert.deepEqual(
      [host, requestUri, requestTime, upstreamConnectTime, upstreamResponseTime],
      ["a.org", "/x:y?z=1", 5, "0.001, 0.002", null],
    );
    const parts = good("%m %U%q %H", "GET /a b?x=1?y HTTP/1.1");
    assert.deepEqual(parts, { method: "GET", path: "/a b", query: "?x=1?y", protocol: "HTTP/1.1" });
    assert.deepEqual(good("%U%q %D", "/a 1500"), { path: "/a", query: "", took: 1.5 });
    assert.deepEqual(good("%{A}i|%{B}i", "a b|c d"), { a: "a b", b: "c d" });
    // Which of the two has the bar?
    assert.ok(fails("%{A}i|%{B}i", "a|b|c"));
  });

  it("fail where a line has another of the formats that people have", () => {
    const formats: Readonly<Record<string, string>> = {
      '%h %l %u %t "%r" %>s %b': '203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5',
      [combined]: '203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8"',
      [`%v:%p ${combined}`]:
        'www.example.org:443 203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8"',
      [`%v ${combined}`]:
        'www.example.org 203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8"',
      [`${combined} %I %O`]:
        '203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8" 700 900',
      [`${combined} %D`]: '203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8" 700',
      [main]: '203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8" "10.0.0.1"',
      '%t %h "%r" %>s': '[10/Oct/2000:13:55:36 -0700] 203.0.113.7 "GET / HTTP/1.1" 200',
      "$time_iso8601|$remote_addr|$status|$request_time": "2000-10-10T13:55:36-07:00|203.0.113.7|200|0.001",
    };
    for (const [format, line] of Object.entries(formats)) {
      good(format, line);
      for (const other of Object.values(formats))
        if (other !== line) assert.ok(fails(format, other), `${format}\n${other}`);
    }
  });

  it("fail on a day that does not exist, whatever is asked for", () => {
    const line = '::1 - - [31/Feb/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "c"';
    assert.ok(readerOf(combined, ["status"]).read(line) instanceof Failure);
    assert.deepEqual(readerOf("%h %>s %B", ["status"]).read("::1 200 5"), { status: 200 });
  });

  it("do not take long to be refused", () => {
    const many = "%{A}i %{B}i %{C}i %{D}i %{E}i %{F}i %D";
    for (const line of ["a ".repeat(100_000), "a".repeat(500_000), `${"\\x41".repeat(100_000)} x`]) {
      for (const format of [many, combined, main, `${main} $upstream_addr $upstream_status`])
        assert.ok(fails(format, line));
    }
  });
});
