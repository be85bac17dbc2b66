import assert from "node:assert/strict";
import { Failure, type Fallible } from "../../../runtime/failure.ts";
import { parseSyslog } from "../../../stdlib/formats/syslog.ts";
import type { Syslog } from "../../../stdlib/formats/syslog-message.ts";

function good(message: Fallible<Syslog>): Syslog {
  if (message instanceof Failure) assert.fail(message.reason);
  return message;
}

const near = Date.UTC(2026, 9, 12);

describe("messages of syslog", () => {
  it("are read after RFC 5424, as in its section 6.5", () => {
    const plain =
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed for lonvick on /dev/pts/8";
    assert.deepEqual(parseSyslog(plain), {
      facility: 4,
      severity: 2,
      at: Date.UTC(2003, 9, 11, 22, 14, 15, 3),
      host: "mymachine.example.com",
      app: "su",
      processId: null,
      messageId: "ID47",
      data: new Map(),
      message: "'su root' failed for lonvick on /dev/pts/8",
    });
    const zoned = "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.";
    assert.equal(good(parseSyslog(zoned)).at, Date.UTC(2003, 7, 24, 12, 14, 15));
    const structured =
      '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application"][examplePriority@32473 class="high"]';
    const { data, message } = good(parseSyslog(structured));
    assert.deepEqual(
      data,
      new Map([
        [
          "exampleSDID@32473",
          new Map([
            ["iut", "3"],
            ["eventSource", "Application"],
          ]),
        ],
        ["examplePriority@32473", new Map([["class", "high"]])],
      ]),
    );
    assert.equal(message, "");
  });

  it("have the escapes of structured data undone", () => {
    const { data, at, host, message } = good(parseSyslog(String.raw`<0>1 - - - - - [a b="x\"y\]z\\" c=""] [not data]`));
    assert.deepEqual(
      data.get("a"),
      new Map([
        ["b", 'x"y]z\\'],
        ["c", ""],
      ]),
    );
    assert.deepEqual({ at, host, message }, { at: null, host: null, message: "[not data]" });
  });

  it("are read in the forms that programs make of RFC 3164", () => {
    const of = (header: string) => {
      const message = parseSyslog(`<34>${header} mymachine su: x`, near);
      return message instanceof Failure ? message.reason : [message.at, message.host, message.app];
    };
    const time = Date.UTC(2026, 9, 1, 22, 14, 15);
    for (const header of ["Oct  1 22:14:15", "Oct 1 22:14:15", "Oct 01 22:14:15", "2026-10-02T00:14:15+02:00"]) {
      assert.deepEqual(of(header), [time, "mymachine", "su"], header);
    }
    assert.match(String(of("2026-02-30T00:00:00Z")), /expected a timestamp/);
    assert.match(String(of("Oct 111 22:14:15")), /neither the header/);
  });

  it("are read after RFC 3164, at the time that is nearest", () => {
    const text = "<34>Oct 11 22:14:15 mymachine su[230]: 'su root' failed for lonvick on /dev/pts/8";
    assert.deepEqual(parseSyslog(text, near), {
      facility: 4,
      severity: 2,
      at: Date.UTC(2026, 9, 11, 22, 14, 15),
      host: "mymachine",
      app: "su",
      processId: "230",
      messageId: null,
      data: new Map(),
      message: "'su root' failed for lonvick on /dev/pts/8",
    });
    assert.equal(good(parseSyslog(text)).at, null);
    assert.equal(good(parseSyslog(text, near, "Europe/Prague")).at, Date.UTC(2026, 9, 11, 20, 14, 15));
    const newYear = good(parseSyslog("<13>Dec 31 23:59:59 host cron: tick", Date.UTC(2027, 0, 1)));
    assert.equal(newYear.at, Date.UTC(2026, 11, 31, 23, 59, 59));
    const early = good(parseSyslog("<13>Jan  1 00:00:01 host cron: tick", Date.UTC(2026, 11, 31, 23, 59)));
    assert.equal(early.at, Date.UTC(2027, 0, 1, 0, 0, 1));
    const leap = "<13>Feb 29 00:00:00 host a: b";
    assert.equal(good(parseSyslog(leap, Date.UTC(2027, 2, 1))).at, Date.UTC(2028, 1, 29));
    assert.ok(parseSyslog(leap, Date.UTC(2026, 2, 1)) instanceof Failure);
  });

  it("need no program's name", () => {
    const { app, message } = good(parseSyslog("<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!"));
    assert.deepEqual({ app, message }, { app: null, message: "Use the BFG!" });
  });

  it("fail where a part is missing or wrong", () => {
    const wrong = [
      "",
      "hello",
      "<192>1 - - - - - -",
      "<34>",
      "<34>hello",
      "<34>1 yesterday - - - - -",
      "<34>1 - - - -",
      "<34>1 - - - - - x",
      '<34>1 - - - - - [a b="c"',
      '<34>1 - - - - - [a b="c" d]',
      "<34>1 - - - - - -x",
      "<34>Okt 11 22:14:15 host a: b",
    ];
    for (const text of wrong) assert.ok(parseSyslog(text, near) instanceof Failure, text);
  });
});
