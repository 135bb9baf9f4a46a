import { beforeEach, expect, test } from "vitest";
import { comesBack } from "../src/wire/close_codes";
import { Socket } from "../src/wire/socket";
import { FakeClock, FakeLines, WELCOME } from "./fakes";

let clock: FakeClock;
let lines: FakeLines;
let told: string[];
let random: number;
let socket: Socket;

beforeEach(() => {
  clock = new FakeClock();
  lines = new FakeLines();
  told = [];
  random = 0.5;
  socket = new Socket(
    { connect: lines.connect, clock, random: () => random },
    {
      opened: () => told.push("opened"),
      received: () => {},
      lost: (code) => told.push(`lost ${code}`),
      ended: (code) => told.push(`ended ${code}`),
    },
  );
  socket.start();
});

test("a_line_is_open_once_the_server_has_said_welcome", () => {
  expect(socket.send({ type: "leave_room", room: "r" })).toBe(false);
  lines.latest.says(WELCOME);
  expect(told).toEqual(["opened"]);
  expect(socket.send({ type: "leave_room", room: "r" })).toBe(true);
  expect(lines.latest.sent).toEqual([{ type: "leave_room", room: "r" }]);
});

test("a_lost_client_returns_at_a_random_time_within_the_spread", () => {
  lines.latest.says({ ...WELCOME, spread_ms: 8_000 });
  lines.latest.drops(1006);
  clock.pass(3_999);
  expect(lines.all).toHaveLength(1);
  clock.pass(1);
  expect(lines.all).toHaveLength(2);
});

test("a_heartbeat_changes_the_spread", () => {
  lines.latest.says({ ...WELCOME, spread_ms: 8_000 });
  lines.latest.says({ type: "heartbeat", server_time: 0, spread_ms: 1_000, heads: {} });
  lines.latest.drops(4000);
  clock.pass(500);
  expect(lines.all).toHaveLength(2);
});

test("waits_stay_within_the_spread_at_first_then_double_and_stay_under_half_a_minute", () => {
  random = 0.999999;
  const waits: number[] = [];
  for (let attempt = 0; attempt < 16; attempt += 1) {
    const before = lines.all.length;
    lines.latest.drops(1006);
    let waited = 0;
    while (lines.all.length === before) {
      clock.pass(100);
      waited += 100;
    }
    waits.push(waited);
  }
  expect(waits.slice(0, 10)).toEqual(Array(10).fill(2_000));
  expect(waits.slice(10)).toEqual([4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test("the_larger_the_crowd_the_fewer_tries_it_takes_until_waits_grow", () => {
  lines.latest.says({ ...WELCOME, spread_ms: 12_000 });
  clock.pass(5_000);
  for (const wait of [6_000, 6_000, 6_000, 6_000, 12_000, 15_000]) {
    const before = lines.all.length;
    lines.latest.drops(1006);
    clock.pass(wait - 1);
    expect(lines.all).toHaveLength(before);
    clock.pass(1);
    expect(lines.all).toHaveLength(before + 1);
  }
});

test("after_a_good_line_the_first_wait_is_short_again", () => {
  lines.latest.drops(1006);
  for (const wait of [...Array<number>(10).fill(1_000), 2_000]) {
    clock.pass(wait);
    lines.latest.drops(1006);
  }
  clock.pass(4_000);
  lines.latest.says(WELCOME);
  clock.pass(5_000);
  lines.latest.drops(1006);
  clock.pass(1_000);
  expect(lines.all).toHaveLength(14);
});

test("a_server_that_welcomes_and_drops_at_once_is_not_hammered", () => {
  for (const wait of [1_000, 2_000, 4_000]) {
    lines.latest.says(WELCOME);
    lines.latest.drops(1013);
    const before = lines.all.length;
    clock.pass(wait - 1);
    expect(lines.all).toHaveLength(before);
    clock.pass(1);
    expect(lines.all).toHaveLength(before + 1);
  }
});

test("a_line_on_which_nothing_comes_is_given_up", () => {
  lines.latest.says(WELCOME);
  clock.pass(49_999);
  expect(told).toEqual(["opened"]);
  clock.pass(1);
  expect(told).toEqual(["opened", "lost 1006"]);
  expect(lines.latest.closedWith).toBe(4002);
});

test("heartbeats_keep_a_line", () => {
  lines.latest.says(WELCOME);
  for (let beat = 0; beat < 10; beat += 1) {
    clock.pass(20_000);
    lines.latest.says({ type: "heartbeat", server_time: 0, spread_ms: 2_000, heads: {} });
  }
  expect(told).toEqual(["opened"]);
});

test("a_server_that_never_says_welcome_is_given_up", () => {
  clock.pass(10_000);
  expect(told).toEqual(["lost 1006"]);
});

test("a_given_up_line_is_heard_no_more", () => {
  const old = lines.latest;
  clock.pass(10_000);
  old.says(WELCOME);
  old.drops(4501);
  expect(told).toEqual(["lost 1006"]);
});

test("waking_up_finds_a_dead_line_at_once", () => {
  lines.latest.says(WELCOME);
  clock.sleep(600_000);
  socket.nudge();
  expect(told).toEqual(["opened", "lost 1006"]);
});

test("coming_back_online_does_not_wait_out_the_time", () => {
  lines.latest.drops(1006);
  socket.nudge();
  expect(lines.all).toHaveLength(2);
  clock.pass(9_000);
  expect(lines.all).toHaveLength(2);
});

test.each([4500, 4501, 4502, 4503, 4504, 4999])("code_%i_does_not_come_back", (code) => {
  lines.latest.says(WELCOME);
  lines.latest.drops(code);
  socket.nudge();
  clock.pass(600_000);
  expect(told).toEqual(["opened", `ended ${code}`]);
  expect(lines.all).toHaveLength(1);
});

test.each([1001, 1006, 1012, 1013, 4000, 4001, 4002, 4003, 4499])("code_%i_comes_back", (code) => {
  expect(comesBack(code)).toBe(true);
});
