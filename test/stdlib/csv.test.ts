import assert from "node:assert/strict";
import fc from "fast-check";
import { Failure } from "../../runtime/contract/failure.ts";
import { parseCsvLine, toCsvLine } from "../../stdlib/csv/csv.ts";

const reasonOf = (value: unknown) => (value instanceof Failure ? value.reason : `no failure but ${value}`);

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

describe("functions of CSV", () => {
  it("read what they write, whatever the fields and the separator", () => {
    const fields = fc.array(fc.string({ unit: fc.constantFrom("a", '"', ",", ";", " ", "\n", "\t", "é") }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(fields, fc.constantFrom(",", ";", "\t", ", "), (record, separator) => {
        assert.deepEqual(parseCsvLine(toCsvLine(record, separator), separator), record);
      }),
    );
  });

  it("write quotes around those fields only that need them", () => {
    const field = fc.string({ unit: fc.constantFrom("a", '"', ",", " ", "\n", "\r"), maxLength: 4 });
    fc.assert(
      fc.property(fc.array(field, { maxLength: 5 }), fc.constantFrom(",", ",,", ", ", "a"), (record, separator) => {
        const each = record.map((one) => (/["\r\n]/.test(one) || one.includes(separator) ? quoted(one) : one));
        assert.equal(toCsvLine(record, separator), each.join(separator));
      }),
      { numRuns: 1000 },
    );
  });

  it("read the examples of RFC 4180", () => {
    assert.deepEqual(parseCsvLine("aaa,bbb,ccc"), ["aaa", "bbb", "ccc"]);
    assert.deepEqual(parseCsvLine('"aaa","b\r\nbb","ccc"'), ["aaa", "b\r\nbb", "ccc"]);
    assert.deepEqual(parseCsvLine('"aaa","b""bb","ccc"'), ["aaa", 'b"bb', "ccc"]);
  });

  it("keep blanks and empty fields", () => {
    assert.deepEqual(parseCsvLine(""), [""]);
    assert.deepEqual(parseCsvLine(",, a ,"), ["", "", " a ", ""]);
    assert.deepEqual(parseCsvLine('"",""'), ["", ""]);
    assert.deepEqual(parseCsvLine('a,"b",'), ["a", "b", ""]);
  });

  it("fail with the column where a quote is wrong", () => {
    assert.match(reasonOf(parseCsvLine('a,"b')), /quote in column 3 is not closed/);
    assert.match(reasonOf(parseCsvLine('a,"b""')), /quote in column 3 is not closed/);
    assert.match(reasonOf(parseCsvLine('a,b"c",d')), /column 4 has a quote/);
    assert.match(reasonOf(parseCsvLine('"a" ,b')), /column 4 goes on after the closing quote/);
  });

  it("refuse a separator that separates nothing", () => {
    for (const separator of ["", '"']) assert.throws(() => parseCsvLine("a", separator), /cannot separate/);
    assert.throws(() => toCsvLine(["a"], ""), /cannot separate/);
  });
});
