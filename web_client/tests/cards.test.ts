import { expect, test } from "vitest";
import { type Asking, type Watched, Watching } from "../src/cards/watching";
import { tellZone } from "../src/cards/zone";
import { FakeClock } from "./fakes";

const WATCHED: Watched = {
  page: "/drop-ins",
  ask: "/api/drop-ins",
  every: 30_000,
  now: 1_000_000,
  turns: [],
  zone: "UTC",
  told: "nobody",
};

class Page implements Asking {
  asked: string[] = [];
  read = 0;
  changed = false;
  next: Watched | null = WATCHED;

  hasChanged(address: string): Promise<boolean> {
    this.asked.push(address);
    return Promise.resolve(this.changed);
  }

  readAgain(): Promise<Watched | null> {
    this.read += 1;
    return Promise.resolve(this.next);
  }
}

function watching(watched: Partial<Watched>, page: Page): [Watching, FakeClock] {
  const clock = new FakeClock();
  return [new Watching({ ...WATCHED, ...watched }, clock, page, () => 0.5), clock];
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

test("the_page_is_read_again_only_when_something_has_changed", async () => {
  const page = new Page();
  const [watch, clock] = watching({}, page);
  watch.start();
  clock.pass(30_000);
  await settled();
  expect([page.asked.length, page.read]).toEqual([2, 0]);
  page.changed = true;
  clock.pass(30_000);
  await settled();
  expect(page.read).toBe(1);
});

test("a_session_turns_at_its_time_by_the_servers_clock_and_not_before", async () => {
  const page = new Page();
  const [watch, clock] = watching({ turns: [WATCHED.now + 60_000] }, page);
  watch.start();
  clock.pass(60_000);
  await settled();
  expect(page.read).toBe(0);
  clock.pass(2_000);
  await settled();
  expect(page.read).toBe(1);
});

test("times_that_are_over_are_not_read_for_again", async () => {
  const page = new Page();
  const [watch, clock] = watching({ turns: [WATCHED.now + 1_000] }, page);
  watch.start();
  clock.pass(10_000);
  await settled();
  clock.pass(10_000);
  await settled();
  expect(page.read).toBe(1);
});

test("a_page_that_could_not_be_had_is_tried_again_later", async () => {
  const page = new Page();
  page.next = null;
  page.changed = true;
  const [watch, clock] = watching({}, page);
  watch.start();
  await settled();
  clock.pass(30_000);
  await settled();
  expect(page.read).toBe(2);
});

test("the_zone_is_told_once_and_nothing_that_is_no_zone", () => {
  const jar = { cookie: "lang=en" };
  expect(tellZone("America/Chicago", jar)).toBe(true);
  expect(jar.cookie).toBe("device-zone=America/Chicago; path=/; SameSite=Lax");
  expect(tellZone("America/Chicago", { cookie: "lang=en; device-zone=America/Chicago" })).toBe(false);
  expect(tellZone("x; Domain=elsewhere", jar)).toBe(false);
});
