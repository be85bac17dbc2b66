import assert from "node:assert/strict";
import { Failure, type Fallible } from "../../../runtime/contract/failure.ts";
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
      raw: plain,
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
    // Without a header that can be read, all of it is the message.
    for (const header of ["2026-02-30T00:00:00Z", "Oct 111 22:14:15", "Feb 30 22:14:15"]) {
      const { at, host, message } = good(parseSyslog(`<34>${header} mymachine su: x`, near));
      assert.deepEqual({ at, host, message }, { at: null, host: null, message: `${header} mymachine su: x` });
    }
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
      raw: text,
    });
    assert.equal(good(parseSyslog(text)).at, null);
    assert.equal(good(parseSyslog(text, near, "Europe/Prague")).at, Date.UTC(2026, 9, 11, 20, 14, 15));
    const newYear = good(parseSyslog("<13>Dec 31 23:59:59 host cron: tick", Date.UTC(2027, 0, 1)));
    assert.equal(newYear.at, Date.UTC(2026, 11, 31, 23, 59, 59));
    const early = good(parseSyslog("<13>Jan  1 00:00:01 host cron: tick", Date.UTC(2026, 11, 31, 23, 59)));
    assert.equal(early.at, Date.UTC(2027, 0, 1, 0, 0, 1));
  });

  it("without a year are of the latest that is at most a day ahead", () => {
    const yearOf = (time: string, at: number) => {
      const message = good(parseSyslog(`<13>${time} host a: b`, at));
      return message.at === null ? null : new Date(message.at).toISOString().slice(0, 10);
    };
    const november = Date.UTC(2026, 10, 29, 12);
    assert.equal(yearOf("May  1 00:00:00", november), "2026-05-01");
    assert.equal(yearOf("Nov 30 11:59:59", november), "2026-11-30");
    assert.equal(yearOf("Nov 30 12:00:01", november), "2025-11-30");
    assert.equal(yearOf("Dec  1 00:00:00", november), "2025-12-01");
    assert.equal(yearOf("Jan  1 00:00:00", Date.UTC(2026, 11, 31, 23)), "2027-01-01");
    assert.equal(yearOf("Feb 29 00:00:00", Date.UTC(2027, 2, 1)), "2024-02-29");
    assert.equal(yearOf("Feb 29 00:00:00", Date.UTC(2028, 1, 28, 1)), "2028-02-29");
    assert.equal(yearOf("Feb 29 00:00:00", Date.UTC(1903, 5, 1)), "1896-02-29");
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
      "<34>1 yesterday - - - - -",
      "<34>1 - - - -",
      "<34>1 - - - - - x",
      '<34>1 - - - - - [a b="c"',
      '<34>1 - - - - - [a b="c" d]',
      "<34>1 - - - - - -x",
      // Without a priority it must have a header.
      "Okt 11 22:14:15 host a: b",
      "Feb 30 22:14:15 host a: b",
      "Oct 11 22:14:15",
      "level=info msg=hello",
      // A time and a word are no time and host.
      "2026-10-11T22:14:15Z INFO Starting the server",
      "Oct 11 22:14:15 ERROR cannot start",
      '127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326',
    ];
    for (const text of wrong) assert.ok(parseSyslog(text, near) instanceof Failure, text);
  });

  const utc = (text: string) => new Date(text).getTime();

  // Priority, time, host, program, process, kind and message of lines as devices and programs write them.
  const lines: readonly [line: string, wanted: readonly unknown[]][] = [
    // Files of /var/log, in the old form and that of Debian 12.
    [
      "Oct 11 22:14:15 web1 sshd(pam_unix)[230]: session opened",
      [null, null, utc("2026-10-11T22:14:15Z"), "web1", "sshd(pam_unix)", "230", null, "session opened"],
    ],
    [
      "Oct 11 22:14:15 web1 kernel: [    1.234567] usb 1-1: new device",
      [null, null, utc("2026-10-11T22:14:15Z"), "web1", "kernel", null, null, "[    1.234567] usb 1-1: new device"],
    ],
    [
      "2026-10-11T22:14:15.123456+02:00 web1 systemd[1]: Started cron.service.",
      [null, null, utc("2026-10-11T20:14:15.123Z"), "web1", "systemd", "1", null, "Started cron.service."],
    ],
    [
      "Oct 11 22:14:15 web1 last message repeated 2 times",
      [null, null, utc("2026-10-11T22:14:15Z"), "web1", null, null, null, "last message repeated 2 times"],
    ],
    // What programs write to /dev/log has no host.
    ["<13>Oct 11 22:14:15 su[12]: x", [1, 5, utc("2026-10-11T22:14:15Z"), null, "su", "12", null, "x"]],
    ["<13>Oct 11 22:14:15 su: x", [1, 5, utc("2026-10-11T22:14:15Z"), null, "su", null, null, "x"]],
    // A priority and no header.
    ["<34>hello", [4, 2, null, null, null, null, null, "hello"]],
    ["<30>dhcpd: no free leases", [3, 6, null, null, "dhcpd", null, null, "no free leases"]],
    // Cisco IOS.
    [
      "<189>45: *Mar  1 18:46:11: %SYS-5-CONFIG_I: Configured from console by vty2",
      [23, 5, null, null, "SYS", null, "SYS-5-CONFIG_I", "Configured from console by vty2"],
    ],
    [
      "<187>53: router1: 000123: .Oct 11 22:14:15.123 UTC: %LINK-3-UPDOWN: Interface Gi0/1, changed state to up",
      [
        23,
        3,
        utc("2026-10-11T22:14:15.123Z"),
        "router1",
        "LINK",
        null,
        "LINK-3-UPDOWN",
        "Interface Gi0/1, changed state to up",
      ],
    ],
    ["<189>46: 00:00:46: %LINK-3-UPDOWN: down", [23, 5, null, null, "LINK", null, "LINK-3-UPDOWN", "down"]],
    ["<189>46: 1d03h: %LINK-3-UPDOWN: down", [23, 5, null, null, "LINK", null, "LINK-3-UPDOWN", "down"]],
    ["<189>47: Oct 11 2026 22:14:15 CET: %A-5-B: x", [23, 5, null, null, "A", null, "A-5-B", "x"]],
    ["*Mar  1 18:46:11: %SYS-5-CONFIG_I: x", [null, 5, null, null, "SYS", null, "SYS-5-CONFIG_I", "x"]],
    [
      "Oct 11 22:14:15 10.0.0.1 45: *Oct 11 22:14:14.123: %SYS-5-CONFIG_I: x",
      [null, 5, utc("2026-10-11T22:14:15Z"), "10.0.0.1", "SYS", null, "SYS-5-CONFIG_I", "x"],
    ],
    // NX-OS.
    [
      "<189>: 2013 Sep 19 13:10:07 GMT: %ETHPORT-5-IF_UP: Interface Ethernet1/1 is up",
      [23, 5, utc("2013-09-19T13:10:07Z"), null, "ETHPORT", null, "ETHPORT-5-IF_UP", "Interface Ethernet1/1 is up"],
    ],
    [
      "2013 Sep 19 13:10:07 switch1 %ETHPORT-5-IF_UP: up",
      [null, 5, utc("2013-09-19T13:10:07Z"), "switch1", "ETHPORT", null, "ETHPORT-5-IF_UP", "up"],
    ],
    // ASA, with and without time and name, and in its form for EMBLEM.
    ["<166>%ASA-6-302013: Built", [20, 6, null, null, "ASA", null, "ASA-6-302013", "Built"]],
    [
      "<166>Dec 06 2019 12:53:25 asa01 : %ASA-6-302013: Built",
      [20, 6, utc("2019-12-06T12:53:25Z"), "asa01", "ASA", null, "ASA-6-302013", "Built"],
    ],
    [
      "<166>:Oct 06 12:53:25 GMT: %ASA-session-6-302013: Built",
      [20, 6, utc("2026-10-06T12:53:25Z"), null, "ASA-session", null, "ASA-session-6-302013", "Built"],
    ],
  ];
  for (const [line, wanted] of lines) {
    it(`are read as devices and programs write them: ${line.slice(0, 60)}`, () => {
      const read = good(parseSyslog(line, near));
      const { facility, severity, at, host, app, processId, messageId, message } = read;
      assert.deepEqual([facility, severity, at, host, app, processId, messageId, message], wanted);
      assert.equal(read.raw, line);
    });
  }

  it("of a FortiGate keep their pairs", () => {
    const pairs = `date=2019-05-13 time=11:45:03 devname="FG 1" devid="FGT" logid="0000000013" level="notice"`;
    const of = (line: string, zone: string | null = null) => {
      const { facility, severity, at, host, messageId, message } = good(parseSyslog(line, near, zone));
      assert.equal(message, line.replace(/^<\d+>/, ""));
      return [facility, severity, at, host, messageId];
    };
    assert.deepEqual(of(`<189>${pairs} tz="-0700"`), [23, 5, utc("2019-05-13T18:45:03Z"), "FG 1", "0000000013"]);
    assert.deepEqual(of(`${pairs} eventtime=1557773104123456789`), [
      null,
      5,
      utc("2019-05-13T18:45:04.123Z"),
      "FG 1",
      "0000000013",
    ]);
    assert.deepEqual(of(`<189>${pairs}`, "Europe/Prague").at(2), utc("2019-05-13T09:45:03Z"));
  });

  it("with a zone's abbreviation are of the zone that is given, and else of no time", () => {
    const line = "<189>47: Oct 11 2026 22:14:15 CST: %A-5-B: x";
    assert.equal(good(parseSyslog(line, near)).at, null);
    assert.equal(good(parseSyslog(line, near, "Asia/Shanghai")).at, utc("2026-10-11T14:14:15Z"));
    assert.equal(good(parseSyslog(line, near, "America/Chicago")).at, utc("2026-10-12T03:14:15Z"));
  });
});
