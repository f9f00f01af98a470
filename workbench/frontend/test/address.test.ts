// The address of the window: a place, and what the page shows there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, placeOf } from "../src/frame/address.ts";
import { Stage } from "../src/stage.ts";

test("an address and its place are the same, with what the page shows", () => {
  const place = { page: "dashboards", bot: "clínica", topic: "", nodes: [], query: "period=last_7&tag=a%2Fb%3F" };
  assert.equal(addressOf(place), "#/dashboards/cl%C3%ADnica?period=last_7&tag=a%2Fb%3F");
  const { page, bot, query } = placeOf(addressOf(place));
  assert.deepEqual({ page, bot, query }, { page: "dashboards", bot: "clínica", query: place.query });
  assert.equal(placeOf("#/flows/clinic/citas/a").query, "");
});

test("a page shows what it showed when one comes back to it", () => {
  const stage = new Stage({ page: "dashboards" });
  stage.set({ query: "period=today" });
  stage.set({ page: "flows" });
  assert.equal(stage.current.query, "");
  stage.set({ page: "dashboards" });
  assert.equal(stage.current.query, "period=today");
  stage.set({ page: "dashboards", query: "" });
  assert.equal(stage.current.query, "");
});
