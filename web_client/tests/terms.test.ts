import { beforeEach, expect, test } from "vitest";
import { Terms } from "../src/state/terms";
import type { Joined } from "../src/wire/protocol";
import { FakeClock } from "./fakes";

// This device's clock is ten minutes behind the server's.
const AHEAD_MS = 600_000;

let clock: FakeClock;
let terms: Terms;
const serverNow = () => clock.now() + AHEAD_MS;

const JOINED = {
  state: "open",
  lock_reason: null,
  pace_ms: 0,
  calm_until: null,
} as unknown as Joined;

beforeEach(() => {
  clock = new FakeClock();
  terms = new Terms({ clock, serverNow });
  terms.begin(JOINED);
});

test("a_closed_room_is_known_with_its_reason_until_it_is_opened", () => {
  terms.apply({ type: "room_locked", reason: "no_cover" });
  expect(terms.lock.value).toEqual({ reason: "no_cover" });
  terms.apply({ type: "room_unlocked" });
  expect(terms.lock.value).toBeNull();
});

test("a_calm_ends_by_the_servers_clock_without_an_entry", () => {
  terms.apply({ type: "room_calmed", until: serverNow() + 60_000, pace_ms: 30_000 });
  expect(terms.paceMs.value).toBe(30_000);
  clock.pass(59_999);
  expect(terms.calm.value).not.toBeNull();
  clock.pass(2);
  expect(terms.calm.value).toBeNull();
  expect(terms.paceMs.value).toBe(0);
});

test("a_calm_that_joining_told_slows_a_room_and_never_quickens_it", () => {
  terms.begin({ ...JOINED, pace_ms: 10_000, calm_until: serverNow() + 60_000 });
  expect(terms.paceMs.value).toBe(30_000);
  terms.apply({ type: "pace_changed", pace_ms: 60_000, busy: null, set_ms: null });
  expect(terms.paceMs.value).toBe(60_000);
  terms.apply({ type: "calm_ended" });
  terms.apply({ type: "pace_changed", pace_ms: 10_000, busy: null, set_ms: null });
  expect(terms.paceMs.value).toBe(10_000);
});
