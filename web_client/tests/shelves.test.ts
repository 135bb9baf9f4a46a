import { beforeEach, expect, test } from "vitest";
import { clearShelves, KEPT_MS, Shelf, sweepShelves } from "../src/state/shelves";
import { PageMemory, storageOr } from "../src/state/storage";
import { FakeStorage } from "./fakes";

const MINE = { room: "r", member: "me" };
let storage: FakeStorage;
let now: number;
const shelf = () => new Shelf<string>(storage, "unsent", MINE, () => now);

beforeEach(() => {
  storage = new FakeStorage();
  now = 1_000_000;
});

test("two_tabs_never_write_over_each_other", () => {
  const [one, other] = [shelf(), shelf()];
  one.put("a", "from the one");
  other.put("b", "from the other");
  one.take("a");
  expect(shelf().read()).toEqual(["from the other"]);
});

test("words_of_another_room_and_of_another_person_are_not_found", () => {
  shelf().put("a", "mine");
  const read = (owner: typeof MINE) => new Shelf(storage, "unsent", owner, () => now).read();
  expect(read({ ...MINE, room: "s" })).toEqual([]);
  expect(read({ ...MINE, member: "somebody else" })).toEqual([]);
});

test("words_are_kept_for_seven_days_and_then_taken_off_the_device", () => {
  shelf().put("a", "a week old");
  now += KEPT_MS;
  expect(shelf().read()).toEqual(["a week old"]);
  now += 1;
  expect(shelf().read()).toEqual([]);
  sweepShelves(storage, now);
  expect(storage.length).toBe(0);
});

test("what_cannot_be_read_is_not_in_the_way", () => {
  storage.setItem("hearthside.words.unsent.r.me.a", "{half");
  expect(shelf().read()).toEqual([]);
  sweepShelves(storage, now);
  expect(storage.length).toBe(0);
});

test("logging_out_leaves_nobodys_words_and_what_is_not_words", () => {
  shelf().put("a", "mine");
  storage.setItem("hearthside-enter-sends", "true");
  clearShelves(storage);
  expect([...storage.kept.keys()]).toEqual(["hearthside-enter-sends"]);
});

test("where_the_browser_keeps_nothing_the_page_does", () => {
  const blocked = storageOr(() => {
    throw new DOMException("blocked", "SecurityError");
  });
  expect(blocked).toBeInstanceOf(PageMemory);
  blocked.setItem("a", "b");
  expect(blocked.getItem("a")).toBe("b");
});

test("a_full_device_does_not_stop_the_writing", () => {
  storage.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  expect(() => shelf().put("a", "mine")).not.toThrow();
});
