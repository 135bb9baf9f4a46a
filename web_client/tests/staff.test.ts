import { expect, test } from "vitest";
import { expected, outcomeOf, requestFor, sentence } from "../src/staff/acts";
import { arrivals, behind, mayShowAtOnce, returning } from "../src/staff/arrivals";
import { READ_EVERY_MS, RENEW_EVERY_MS, Watch } from "../src/staff/watch";
import { CLOSE_CODES } from "../src/wire/protocol";
import { FakeClock, FakeSocket } from "./fakes";

const WELCOME = {
  type: "welcome",
  protocol: 1,
  server_time: 0,
  epoch: "one",
  heartbeat_ms: 20_000,
  spread_ms: 2_000,
  signed_in: true,
} as const;

function watching() {
  const clock = new FakeClock();
  const sockets: FakeSocket[] = [];
  const seen = { readings: 0, renewals: 0, line: "none" };
  const connect = () => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  };
  const watch = new Watch(
    { connect, clock, random: () => 0 },
    {
      readAgain: () => (seen.readings += 1),
      renew: () => (seen.renewals += 1),
      line: (line) => (seen.line = line),
    },
  );
  watch.start();
  const latest = () => sockets.at(-1) as FakeSocket;
  return { clock, seen, latest, sockets };
}

test("watching_is_asked_for_as_soon_as_the_line_is_up", () => {
  const { latest, seen } = watching();
  expect(latest().sent).toEqual([]);
  latest().says(WELCOME);
  expect(latest().sent).toEqual([{ type: "watch_attention", ref: 1 }]);
  expect(seen.line).toBe("up");
});

test("what_came_before_watching_began_is_read_and_what_is_told_then_at_once", () => {
  const { latest, seen } = watching();
  latest().says(WELCOME);
  latest().says({ type: "done", ref: 1 });
  expect(seen.readings).toBe(1);
  latest().says({ type: "attention_changed" });
  expect(seen.readings).toBe(2);
});

test("what_was_missed_while_the_line_was_down_is_read_when_it_is_up_again", () => {
  const { clock, latest, seen, sockets } = watching();
  latest().says(WELCOME);
  latest().drops(CLOSE_CODES.RESTARTING);
  expect(seen.line).toBe("lost");
  clock.pass(5_000);
  expect(sockets.length).toBe(2);
  latest().says(WELCOME);
  latest().says({ type: "done", ref: 1 });
  expect(seen).toMatchObject({ readings: 1, line: "up" });
});

test("list_is_read_every_half_minute_without_any_line_and_duty_renewed_every_minute", () => {
  const { clock, latest, seen } = watching();
  latest().drops(CLOSE_CODES.UNAUTHENTICATED);
  expect(seen.line).toBe("ended");
  expect(seen.renewals).toBe(1);
  clock.pass(3 * RENEW_EVERY_MS);
  expect(seen.renewals).toBe(4);
  expect(seen.readings).toBe((3 * RENEW_EVERY_MS) / READ_EVERY_MS);
});

test("nothing_changes_its_place_when_something_comes_or_is_over", () => {
  const found = arrivals(["a", "b", "c"], ["new", "c", "a", "later"]);
  expect(found).toEqual({ held: ["new", "later"], over: ["b"], kept: ["a", "c"] });
  expect(mayShowAtOnce(found)).toBe(false);
});

test("new_things_are_shown_at_once_where_nothing_could_move", () => {
  expect(mayShowAtOnce(arrivals([], ["a"]))).toBe(true);
  expect(mayShowAtOnce(arrivals(["b"], ["a"]))).toBe(true);
  expect(mayShowAtOnce(arrivals(["a"], ["a"]))).toBe(false);
  expect(mayShowAtOnce(arrivals([], []))).toBe(false);
});

test("first_message_behind_a_report_comes_back_beside_it_and_is_not_new", () => {
  const report = { id: "report", about: "r.m" };
  const first = { id: "r.m", about: "r.m" };
  expect([...returning(["r.m", "r.other"], [report])]).toEqual([["r.m", "report"]]);
  expect(returning(["r.m"], [first]).size).toBe(0);
  expect(behind(["r.m", "r.other"], [report])).toEqual(["r.m"]);
});

test("each_button_asks_for_its_own_act", () => {
  expect(requestFor("take", "r.m", null)).toEqual({ path: "/api/attention/r.m/take", body: null });
  expect(requestFor("done", "r", "acted").body).toEqual({ outcome: "acted" });
  expect(requestFor("done", "r.m", null).body).toEqual({});
  expect(requestFor("reopen", "r", null)).toEqual({ path: "/api/attention/r/reopen", body: null });
  expect(requestFor("noted", "s", null).path).toBe("/api/suspensions/s/noted");
});

test("who_was_second_is_told_so", () => {
  expect(sentence(outcomeOf(204))).toBeNull();
  expect(sentence(outcomeOf(409))).toBe("mod-refused");
  expect(sentence(outcomeOf(403))).toBe("mod-refused-other");
  expect(sentence("no_line")).toBe("mod-line-lost");
  expect(expected("take", true)).toBe("mentor-claimed-you");
});
