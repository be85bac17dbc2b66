import assert from "node:assert/strict";
import { Failure } from "../../../runtime/failure.ts";
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

  it("do not take long to be refused", () => {
    // What backtracks would take years here.
    const line = `${"a ".repeat(20_000)}[x] "`;
    assert.ok(parseApacheCombined(line) instanceof Failure);
  });
});
