// What is done to a funnel's definition, and how it stands in the address.

import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf, queryOf } from "../src/pages/funnels/place.ts";
import { changeStep, dayBefore, dayOf, inUnit, keyOf, moveStep, removeStep, withRule } from "../src/pages/funnels/spec.ts";
import type { Spec } from "../src/pages/funnels/types.ts";

const SPEC: Spec = {
  name: "Orders",
  steps: [{ step: "intent", intent: "order" }, { step: "node", node: "pay", within_s: 60, optional: true }, { step: "event", name: "paid" }],
  exclusions: [{ what: { step: "tag", tag: "spam" }, after: 2 }],
  breakdown: { column: "channel", attribution: "step", at: 3 },
};

test("what comes after a removed step keeps its meaning", () => {
  const left = removeStep(SPEC, 0);
  assert.deepEqual(left.steps.map(({ step }) => step), ["node", "event"]);
  assert.equal(left.exclusions![0]!.after, 1);
  assert.equal(left.breakdown!.at, 2);
});

test("a step that becomes the first loses what needs one before it", () => {
  assert.deepEqual(moveStep(SPEC, 1, 0).steps[0], { step: "node", node: "pay" });
  assert.equal(moveStep(SPEC, 0, -1), SPEC);
  assert.deepEqual(changeStep(SPEC, 1, { within_s: null }).steps[1], { step: "node", node: "pay", optional: true });
});

test("equal definitions have one key, whatever is said that holds anyway", () => {
  const said: Spec = { steps: SPEC.steps, breakdown: SPEC.breakdown!, exclusions: [{ after: 2, mode: "reset", what: { tag: "spam", step: "tag" } }], where: {}, since: null, zone: "UTC" };
  assert.equal(keyOf(said), keyOf(SPEC));
  assert.notEqual(keyOf(withRule(SPEC, "within_s", 5)), keyOf(SPEC));
  assert.deepEqual(withRule({ steps: [], order: "strict" }, "order", ""), { steps: [] });
});

test("a link holds a funnel that is not saved, and who is looked at", () => {
  const chosen = { step: 2, dropped: true, value: "sms & mms" };
  const place = placeOf(queryOf("", SPEC, undefined, chosen));
  assert.deepEqual(place, { funnel: "", spec: SPEC, chosen });
  assert.equal(queryOf("orders", SPEC, SPEC, undefined), "funnel=orders");
  assert.deepEqual(placeOf("funnel=orders&spec=%7Bbroken&step=0"), { funnel: "orders" });
  assert.equal(placeOf("step=1").chosen!.value, null);
});

test("windows are written in the largest unit, days are those of the zone", () => {
  assert.deepEqual([86_400, 5_400, 90].map(inUnit), [[1, "d"], [90, "min"], [90, "s"]]);
  assert.equal(dayBefore("2026-03-01", 1), "2026-02-28");
  // The 2nd of November at 2:00 in UTC is still the 1st in Lima.
  const t_us = Date.UTC(2026, 10, 2, 2) * 1000;
  assert.deepEqual([dayOf(t_us, "America/Lima"), dayOf(t_us, "UTC"), dayOf(t_us, "Nowhere/At_all")], ["2026-11-01", "2026-11-02", "2026-11-02"]);
});
