import assert from "node:assert/strict";
import { Failure } from "../../../runtime/contract/failure.ts";
import { parseApacheCombined, parseApacheCommon } from "../../../stdlib/formats/apache.ts";

// The example of the manual of Apache's mod_log_config.
const manual = '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326';
const withAgent = `${manual} "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"`;

const common = {
  host: "127.0.0.1",
  identity: null,
  user: "frank",
  at: Date.UTC(2000, 9, 10, 20, 55, 36),
  method: "GET",
  path: "/apache_pb.gif",
  protocol: "HTTP/1.0",
  status: 200,
  bytes: 2326,
  referrer: null,
  userAgent: null,
};

describe("Apache's access logs", () => {
  it("are read in the common and the combined format", () => {
    assert.deepEqual(parseApacheCommon(manual), common);
    assert.deepEqual(parseApacheCombined(withAgent), {
      ...common,
      referrer: "http://www.example.com/start.html",
      userAgent: "Mozilla/4.08 [en] (Win98; I ;Nav)",
    });
  });

  it("are not taken for the other format", () => {
    assert.ok(parseApacheCommon(withAgent) instanceof Failure);
    assert.ok(parseApacheCombined(manual) instanceof Failure);
  });

  it("have their escapes undone", () => {
    const line = manual.replace("/apache_pb.gif", String.raw`/say \"hi\" \xc3\xa9`);
    const access = parseApacheCombined(`${line} "-" "a \\\\ \\t b"`);
    assert.ok(!(access instanceof Failure), String((access as Failure).reason));
    assert.equal(access.path, '/say "hi" é');
    assert.equal(access.userAgent, "a \\ \t b");
    assert.equal(access.referrer, null);
  });

  it("may have blanks in the user's name", () => {
    const access = parseApacheCommon(manual.replace("frank", "Frank N. Stein"));
    assert.ok(!(access instanceof Failure));
    assert.equal(access.user, "Frank N. Stein");
  });

  it("fail where a part is not what it should be", () => {
    const wrong = [
      "",
      "hello",
      manual.replace("GET /apache_pb.gif HTTP/1.0", "-"),
      manual.replace("GET /apache_pb.gif HTTP/1.0", String.raw`\x16\x03\x01`),
      manual.replace("Oct", "Okt"),
      manual.replace("10/Oct", "31/Feb"),
      manual.replace(" 200 ", " 2OO "),
      `${manual} `,
    ];
    for (const line of wrong) assert.ok(parseApacheCommon(line) instanceof Failure, line);
  });

  it("are refused where the line has another format", () => {
    const wrong = [
      // Debian's vhost_combined, with and without a port, a name for the client, and a proxy in front.
      `www.example.org:443 203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8"`,
      `www.example.org 203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8"`,
      `www.example.org client.example.net - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8"`,
      `www.example.org 2001:db8::7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8"`,
      `10.0.0.1, 10.0.0.2 203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8"`,
      `198.51.100.2 203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8"`,
      // nginx's main, and one with the time that it took.
      `203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8" "-"`,
      `203.0.113.7 - alice [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "curl/8" 0.003`,
      // AWS ALB and S3, HAProxy, IIS.
      `https 2018-07-02T22:23:00.186641Z app/lb/50dc 192.168.131.39:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" "curl/7.46.0" ECDHE TLSv1.2`,
      `79a5 bucket [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a5 3E57 REST.GET.VERSIONING - "GET /b?versioning HTTP/1.1" 200 - 113 - 7 - "-" "S3Console/0.4" -`,
      `Feb  6 12:14:14 localhost haproxy[14389]: 10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET /index.html HTTP/1.1"`,
      `2002-05-24 20:18:01 172.224.24.114 - 206.73.118.24 80 GET /Default.htm - 200 7930 248 31 Mozilla/4.0 http://64.224.24.114/`,
      // A quote that is not escaped, and an escape that no server writes.
      `203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "a "b" c"`,
      String.raw`203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "a \q"`,
      `203.0.113.7 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 12345678901234567890 "-" "-"`,
    ];
    for (const line of wrong) assert.ok(parseApacheCombined(line) instanceof Failure, line);
  });

  it("take quotes in the browser's name, addresses of IPv6, and bytes that are not text", () => {
    const line = (host: string, agent: string) =>
      parseApacheCombined(`${host} - "" [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "-" "${agent}"`);
    const read = (host: string, agent: string) => {
      const access = line(host, agent);
      return access instanceof Failure ? access.reason : [access.host, access.user, access.userAgent];
    };
    assert.deepEqual(read("2001:db8::7", String.raw`a \"b\" c`), ["2001:db8::7", "", 'a "b" c']);
    assert.deepEqual(read("fe80::1%eth0", String.raw`\x22b\x22 \xC3\xA9`), ["fe80::1%eth0", "", '"b" é']);
    assert.deepEqual(read("a_b.example.org", String.raw`caf\xe9 \\xe9`), [
      "a_b.example.org",
      "",
      String.raw`caf\xe9 \xe9`,
    ]);
  });

  it("do not take long to be refused", () => {
    // What backtracks would take years here.
    const line = `${"a ".repeat(20_000)}[x] "`;
    assert.ok(parseApacheCombined(line) instanceof Failure);
  });
});
