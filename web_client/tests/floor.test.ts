import { expect, test } from "vitest";
import { DropIn } from "../src/dropins/drop_in";
import { heldBy } from "../src/dropins/floor";
import type { Event, Form, Joined, Role, You } from "../src/wire/protocol";
import { card, DROP_IN, entry, hosting, view, YOU } from "./drop_in_views";

const opened = (form: Form): Event => ({
  type: "drop_in_opened",
  drop_in: DROP_IN,
  form,
  host: "rosa",
  co_host: "kofi",
  ends_at: 9,
  early_ms: 0,
  again: false,
});
const given = (member: string): Event => ({ type: "floor_given", drop_in: DROP_IN, member });
const freed: Event = { type: "floor_freed", drop_in: DROP_IN, member: "me", gone: false };
const frozen: Event = { type: "floor_frozen", drop_in: DROP_IN };
const thawed: Event = { type: "floor_thawed", drop_in: DROP_IN };
const closed: Event = { type: "drop_in_closed", drop_in: DROP_IN, how: "host" };

/** What holds `you` after these entries, a second apart from 1 s. */
function heldAfter(events: Event[], you: You = YOU): string | null {
  const dropIn = new DropIn({ you: () => you });
  events.forEach((event, index) => dropIn.apply(entry(index, 1_000 * (index + 1), event)));
  return dropIn.held.value?.code ?? null;
}

test.each([
  ["open_hour", null, null, null],
  ["line", "not_your_turn", null, "not_your_turn"],
  ["circle", null, null, "not_your_turn"],
  ["questions", "not_your_turn", "not_your_turn", "not_your_turn"],
] as const)("who_may_write_follows_the_form: %s", (form, free, mine, theirs) => {
  expect(heldAfter([opened(form)])).toBe(free);
  expect(heldAfter([opened(form), given("me")])).toBe(mine);
  expect(heldAfter([opened(form), given("teo")])).toBe(theirs);
  expect(heldAfter([opened(form), given("teo"), frozen])).toBe("short_pause");
  expect(heldAfter([opened(form), frozen, thawed])).toBe(free);
  expect(heldAfter([opened(form), frozen, closed])).toBeNull();
});

test.each(["moderator", "admin"] as Role[])("staff_write_through_turns_and_pauses: %s", (role) => {
  expect(heldAfter([opened("line"), given("teo"), frozen], { ...YOU, role })).toBeNull();
});

test("a_mentor_who_does_not_host_waits_like_everybody", () => {
  expect(heldAfter([opened("line")], { ...YOU, role: "mentor" })).toBe("not_your_turn");
  expect(heldAfter([opened("line")], { ...YOU, member: "rosa", role: "mentor" })).toBeNull();
});

test("who_takes_over_may_write_and_who_handed_over_may_not", () => {
  const handed: Event = {
    type: "hosts_changed",
    drop_in: DROP_IN,
    host: "nell",
    co_host: "ana",
    how: "handed",
  };
  const of = (member: string) => heldAfter([opened("line"), handed], { ...YOU, member });
  expect([of("nell"), of("ana"), of("rosa")]).toEqual([null, null, "not_your_turn"]);
  expect(heldAfter([opened("line")], { ...YOU, member: "kofi" })).toBeNull();
});

test("a_snapshot_that_is_older_than_an_entry_does_not_take_the_floor_away", () => {
  const dropIn = new DropIn({ you: () => YOU });
  dropIn.take(view({ at: 1_000 }));
  dropIn.apply(entry(1, 2_000, given("me")));
  dropIn.take(view({ at: 1_500, version: 2 }));
  expect(dropIn.isMine.value).toBe(true);
  dropIn.take(view({ at: 2_500, version: 3 }));
  expect(dropIn.isMine.value).toBe(false);
});

test("an_entry_that_a_snapshot_knew_already_changes_nothing", () => {
  const dropIn = new DropIn({ you: () => YOU });
  dropIn.take(view({ at: 5_000, card: card({ speaker: "teo" }) }));
  expect(dropIn.apply(entry(1, 2_000, given("me")))).toBe(false);
  expect(dropIn.floor.value?.speaker).toBe("teo");
});

test("entries_of_another_session_move_nothing", () => {
  const dropIn = new DropIn({ you: () => YOU });
  dropIn.take(view());
  const other = { ...freed, drop_in: "e".repeat(32) } as Event;
  expect(dropIn.apply(entry(1, 2_000, { ...other, type: "floor_frozen" } as Event))).toBe(false);
});

test("snapshots_only_grow_and_the_next_session_begins_anew", () => {
  const dropIn = new DropIn({ you: () => YOU });
  dropIn.take(view({ version: 7, at: 3_000, held: 7 }));
  dropIn.take(view({ version: 6, at: 9_000, held: 6 }));
  expect(dropIn.view.value?.held).toBe(7);
  dropIn.take(view({ version: 7, at: 2_000, held: 5 }));
  expect(dropIn.view.value?.held).toBe(7);
  dropIn.take(view({ version: 1, at: 9_500, card: card({ drop_in: "e".repeat(32) }) }));
  expect(dropIn.view.value?.version).toBe(1);
});

test("who_is_told_no_versions_goes_by_the_time_unless_the_clock_was_set_back", () => {
  const dropIn = new DropIn({ you: () => YOU });
  dropIn.take(view({ version: 0, at: 500_000, held: 1 }));
  dropIn.take(view({ version: 0, at: 499_000, held: 2 }));
  expect(dropIn.view.value?.held).toBe(1);
  dropIn.take(view({ version: 9, at: 501_000, held: 3, hosting: hosting() }));
  dropIn.take(view({ version: 0, at: 502_000, held: 4 }));
  expect(dropIn.view.value?.held).toBe(4);
  dropIn.take(view({ version: 0, at: 80_000, held: 5 }));
  expect(dropIn.view.value?.held).toBe(5);
});

test("what_is_shown_stays_until_the_first_snapshot_after_joining_afresh_which_always_holds", () => {
  const dropIn = new DropIn({ you: () => YOU });
  dropIn.take(view({ version: 7, at: 3_000 }));
  dropIn.begin({ page: {} } as Joined);
  expect(dropIn.view.value?.version).toBe(7);
  dropIn.take(view({ version: 1, at: 2_000 }));
  expect(dropIn.view.value?.version).toBe(1);
});

test("a_co_host_is_known_by_the_hosts_view", () => {
  const dropIn = new DropIn({ you: () => ({ ...YOU, role: "mentor" }) });
  dropIn.take(view({ hosting: hosting() }));
  expect(dropIn.held.value).toBeNull();
  dropIn.take(view({ version: 2, hosting: hosting({ hosts: false }) }));
  expect(dropIn.held.value?.code).toBe("not_your_turn");
});

test("guests_are_not_told_that_it_is_not_their_turn", () => {
  expect(heldBy({ ...floorOfTeo }, null, false)).toBeNull();
});

const floorOfTeo = {
  dropIn: DROP_IN,
  form: "line",
  hosts: new Set<string>(),
  speaker: "teo",
  since: 0,
  frozen: false,
} as const;
