import assert from "node:assert/strict";
import { createFunctionScope, createTopScope, singular } from "../../../compiler/4-emit/scope.ts";

describe("emit: names", () => {
  it("keeps the user's name unless it is taken here or around", () => {
    const scope = createTopScope();
    assert.equal(scope.declare("line"), "line");
    const inner = scope.inner();
    assert.equal(inner.declare("line"), "line2");
    assert.equal(inner.declare("line"), "line3");
    assert.equal(scope.inner().declare("word"), "word");
    assert.equal(scope.inner().declare("word"), "word");
  });

  it("gives way to JavaScript's own words", () => {
    const scope = createTopScope();
    assert.equal(scope.declare("class"), "class2");
    assert.equal(scope.declare("Map"), "Map2");
    assert.equal(scope.isFree("await"), false);
  });

  it("gives way to TypeScript's own types", () => {
    const scope = createTopScope();
    assert.equal(scope.declareType("number"), "number2");
    assert.equal(scope.declareType("Hit"), "Hit");
    assert.equal(scope.declare("object"), "object");
  });

  it("opens labels that are no words of JavaScript, nor open around", () => {
    const scope = createFunctionScope(new Set(), () => {});
    assert.equal(scope.openLabel("finally"), "finally2");
    assert.equal(scope.openLabel("output"), "output");
    assert.equal(scope.inner().openLabel("output"), "output2");
    scope.closeLabel("output2");
    scope.closeLabel("output");
    assert.equal(scope.openLabel("output"), "output");
  });

  it("gives way to names of the top level that stand in the function", () => {
    const referred: string[] = [];
    const scope = createFunctionScope(new Set(["int"]), (name) => referred.push(name));
    assert.equal(scope.inner().declare("int"), "int2");
    scope.inner().inner().refer("top");
    assert.deepEqual(referred, ["top"]);
  });

  it("takes a name back", () => {
    const scope = createTopScope();
    scope.release(scope.declare("value"));
    assert.equal(scope.declare("value"), "value");
  });

  const plurals = {
    lines: "line",
    entries: "entry",
    boxes: "box",
    statuses: null,
    address: null,
    data: null,
    s: null,
    this: null,
  };
  for (const [plural, one] of Object.entries(plurals)) {
    it(`calls one of \`${plural}\` ${one ?? "something else"}`, () => assert.equal(singular(plural), one));
  }
});
