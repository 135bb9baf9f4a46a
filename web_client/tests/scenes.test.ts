import { expect, test } from "vitest";
import { newsIn } from "../src/dropins/announced";
import { keyOf, placed } from "../src/dropins/marks";
import {
  actsOnPlace,
  asksAside,
  hostActs,
  isOver,
  NEARLY_GONE,
  runs,
  takingIn,
  turnGone,
} from "../src/dropins/scenes";
import { barWords, leftWords, placeWords, stageWords, waitWords } from "../src/dropins/words";
import type { Mark, Shown } from "../src/state/room";
import en from "../src/ui/catalogues/en";
import es from "../src/ui/catalogues/es";
import { speech } from "../src/ui/speech";
import type { PlaceState, Stage } from "../src/wire/protocol";
import { card, hosting, view, waiting, YOU, yours } from "./drop_in_views";

const english = speech("en", en);
const BOTH = [english, speech("es", es)];
const HOST = { ...YOU, member: "rosa", role: "mentor" } as const;
const STAGES: readonly Stage[] = [
  "scheduled",
  "lobby",
  "late",
  "live",
  "host_away",
  "wrapping",
  "overrun",
  "ended",
  "answered",
  "unhosted",
  "cancelled",
];
const PLACES: readonly PlaceState[] = [
  "waiting",
  "listed",
  "aside",
  "called",
  "talking",
  "done",
  "left",
  "answered",
  "unreached",
];

test.each(STAGES)("every_stage_has_its_own_sentence_in_both_languages: %s", (stage) => {
  for (const each of BOTH) {
    const words = stageWords(each, card({ stage }), 0);
    expect(words).not.toMatch(/^[a-z]+-|[{$]/);
    const others = STAGES.filter((other) => other !== stage);
    expect(others.map((other) => stageWords(each, card({ stage: other }), 0))).not.toContain(words);
  }
});

test.each(PLACES)("every_state_of_a_place_has_its_sentence_in_both_languages: %s", (state) => {
  for (const each of BOTH) {
    expect(placeWords(each, yours({ state }), "Rosa")).not.toMatch(/^[a-z]+-|[{$]/);
  }
});

test("a_place_is_told_in_words_and_not_at_all_when_it_is_hidden", () => {
  const [first, second] = BOTH.map((each) => placeWords(each, yours({ position: 3 }), "Rosa"));
  expect([first, second]).toEqual([
    "You are third in line.",
    "Usted es la tercera persona en la fila.",
  ]);
  expect(placeWords(english, yours({ position: null, position_hidden: true }), "Rosa")).not.toMatch(
    /third|\d/,
  );
});

test("a_wait_is_a_range_and_nothing_is_promised_that_will_not_be", () => {
  const range = { from_minutes: 10, to_minutes: 20, unlikely: false };
  expect(waitWords(english, range)).toMatch(/10.*20/);
  expect(waitWords(english, { ...range, unlikely: true })).not.toMatch(/\d/);
  expect(waitWords(english, null)).toBeNull();
});

test("what_stopped_for_good_says_nothing_else", () => {
  for (const stage of STAGES) {
    expect(stageWords(english, card({ stage, stopped: true, late_minutes: 5 }), 0)).toBe(
      "These sessions have stopped.",
    );
  }
});

test("the_bar_says_the_one_thing_that_matters_now", () => {
  const called = yours({ state: "called", position: null });
  expect(barWords(english, view({ yours: called }), 0)).toBe("It is your turn. Take your time.");
  expect(barWords(english, view({ yours: yours() }), 0)).toBe("You are third in line.");
  const pause = view({ yours: yours(), card: card({ frozen: true }) });
  expect(barWords(english, pause, 0)).toMatch(/short pause/);
  const away = view({ yours: yours(), card: card({ stage: "host_away" }) });
  expect(barWords(english, away, 0)).toMatch(/lost the connection/);
});

test.each([
  ["waiting", ["step_aside", "hide_place", "change_place", "leave_line"]],
  ["listed", ["hide_place", "change_place", "leave_line"]],
  ["aside", ["come_back", "leave_line"]],
  ["called", []],
  ["talking", []],
  ["done", []],
] as const)("what_can_be_done_with_a_place: %s", (state, acts) => {
  expect(actsOnPlace(yours({ state }))).toEqual(acts);
});

test("places_are_offered_from_the_lobby_on_and_only_where_people_wait_for_the_floor", () => {
  const takings = STAGES.map((stage) => [stage, takingIn(card({ stage }))]);
  expect(takings.filter(([, taking]) => taking !== "none").map(([stage]) => stage)).toEqual([
    "lobby",
    "late",
    "live",
    "host_away",
    "wrapping",
    "overrun",
  ]);
  expect(takingIn(card({ form: "questions" }))).toBe("none");
  expect(takingIn(card({ in_line: 12 }))).toBe("listed");
  expect(takingIn(card({ in_line: 12, line_open: false }))).toBe("closed");
});

test("questions_can_be_asked_until_the_end_and_not_after", () => {
  for (const stage of STAGES) expect(asksAside(card({ stage }))).toBe(!isOver(card({ stage })));
});

test("nobody_is_invited_while_somebody_talks_was_called_or_there_is_a_pause", () => {
  const line = [waiting("teo")];
  const mayInvite = (change: Parameters<typeof card>[0], called = false) => {
    const whole = called ? [waiting("ana", "called"), ...line] : line;
    const sight = view({ card: card(change), hosting: hosting({ line: whole }) });
    return hostActs(sight, HOST, 0).has("invite");
  };
  expect(mayInvite({})).toBe(true);
  expect(mayInvite({ speaker: "ana" })).toBe(false);
  expect(mayInvite({ frozen: true })).toBe(false);
  expect(mayInvite({}, true)).toBe(false);
  expect(mayInvite({ stage: "ended" })).toBe(false);
});

test("one_press_calls_for_help_at_every_moment_of_a_session_but_not_twice", () => {
  for (const stage of ["live", "host_away", "wrapping", "overrun"] as const) {
    const acts = (frozen: boolean) =>
      hostActs(view({ card: card({ stage, frozen }), hosting: hosting() }), HOST, 0);
    expect([acts(false).has("carry"), acts(true).has("carry")]).toEqual([true, false]);
    expect([acts(false).has("go_on"), acts(true).has("go_on")]).toEqual([false, true]);
  }
});

test("an_end_can_be_undone_for_as_long_as_the_server_says", () => {
  const ended = view({ card: card({ stage: "ended" }), hosting: hosting({ may_undo_until: 60 }) });
  expect([hostActs(ended, HOST, 59).has("undo"), hostActs(ended, HOST, 60).has("undo")]).toEqual([
    true,
    false,
  ]);
});

test("moderators_can_take_over_and_a_co_host_only_from_a_host_who_is_away", () => {
  const at = (stage: Stage, member: string, hosts: boolean, role: "mentor" | "moderator") =>
    hostActs(
      view({ card: card({ stage }), hosting: hosting({ hosts }) }),
      { ...YOU, member, role },
      0,
    ).has("take_over");
  expect(at("live", "sam", false, "moderator")).toBe(true);
  expect(at("live", "nell", true, "mentor")).toBe(false);
  expect(at("host_away", "nell", true, "mentor")).toBe(true);
  expect(at("host_away", "rosa", true, "mentor")).toBe(false);
});

test("who_was_only_asked_to_take_over_sees_the_session_as_a_member_with_the_offer", () => {
  const asked = view({ hosting: hosting({ hosts: false, offered_you: true }) });
  expect(runs(asked, { ...YOU, role: "mentor" })).toBe(false);
  expect(hostActs(asked, { ...YOU, role: "mentor" }, 0).has("accept")).toBe(true);
  expect(runs(asked, { ...YOU, role: "moderator" })).toBe(true);
  expect(runs(view(), { ...YOU, role: "admin" })).toBe(false);
});

test("ones_own_timer_turns_at_four_fifths_and_never_cuts", () => {
  const session = card({ turn_minutes: 10 });
  expect(turnGone(session, 1, 8 * 60_000)).toBeLessThan(NEARLY_GONE);
  expect(turnGone(session, 1, 8 * 60_000 + 1)).toBeGreaterThanOrEqual(NEARLY_GONE);
  expect(turnGone(session, 0, 99 * 60_000)).toBe(0);
  expect([leftWords(65_000, 0), leftWords(0, 5_000)]).toEqual(["1:05", "0:00"]);
});

test("ones_turn_and_being_next_are_spoken_and_each_step_of_the_line_is_not", () => {
  const at = (position: number) => view({ yours: yours({ position }) });
  expect(newsIn(english, at(5), at(4), 0)).toEqual([]);
  expect(newsIn(english, at(2), at(1), 0)).toEqual(["You are next in line."]);
  const called = view({ yours: yours({ state: "called", position: null }) });
  expect(newsIn(english, at(1), called, 0)).toEqual(["It is your turn. Take your time."]);
  expect(newsIn(english, called, called, 0)).toEqual([]);
});

test("whose_turn_it_is_is_not_spoken_and_what_becomes_of_the_session_is", () => {
  const before = view();
  expect(newsIn(english, before, view({ card: card({ speaker: "teo" }) }), 0)).toEqual([]);
  const pause = newsIn(english, before, view({ card: card({ frozen: true }) }), 0);
  expect(pause).toHaveLength(1);
  expect(newsIn(english, before, view({ card: card({ stage: "ended" }) }), 0)).toHaveLength(1);
});

test("a_call_for_help_is_spoken_before_everything_else", () => {
  const untold = { name: "", member: null, note: "", taken_by: "", unanswered: false };
  const call = { call: "1", kind: "help_now", at: 0, ...untold } as const;
  const before = view({ hosting: hosting() });
  const after = view({
    card: card({ frozen: true }),
    hosting: hosting({ calls: [call], line: [waiting("teo")] }),
  });
  expect(newsIn(english, before, after, 0)[0]).toBe(english.t("console-call-help_now"));
  expect(newsIn(english, after, after, 0)).toEqual([]);
});

test("quiet_lines_stand_between_the_messages_they_fell_between", () => {
  const mark = (seq: number) =>
    ({ seq, at: 0, event: { type: "floor_thawed", drop_in: "d" } }) as const;
  const messages = [4, 8].map((seq) => ({ message: `m${seq}`, seq }) as Shown);
  const marks = [mark(3), mark(5), mark(9)];
  const trimmed = placed({ marks, messages, before: 4 });
  expect([[...trimmed.above], trimmed.below]).toEqual([[["m8", [mark(5)]]], [mark(9)]]);
  const whole = placed({ marks, messages, before: null });
  expect(whole.above.get("m4")).toEqual([mark(3)]);
});

test("what_a_session_did_is_told_as_it_was", () => {
  const told = (event: Mark["event"]) => keyOf({ seq: 1, at: 0, event });
  const freed = { type: "floor_freed", drop_in: "d", member: "me" } as const;
  expect(told({ ...freed, gone: false })).toBeNull();
  expect(told({ ...freed, gone: true })).toEqual({ key: "mark-gone", member: null });
  const opened = {
    type: "drop_in_opened",
    drop_in: "d",
    form: "line",
    host: "ana",
    co_host: null,
    ends_at: 0,
    again: false,
  } as const;
  expect(told({ ...opened, early_ms: 59_999 })?.key).toBe("mark-opened");
  const early = told({ ...opened, early_ms: 720_000 });
  expect(early).toEqual({ key: "mark-early", member: "ana", params: { minutes: 12 } });
  const changed = { type: "hosts_changed", drop_in: "d", host: "ben", co_host: "ana" } as const;
  const over = { key: "mark-handed", member: "ben", before: "ana" };
  expect(told({ ...changed, how: "handed" })).toEqual(over);
  expect(told({ ...changed, how: "away" })).toEqual({ key: "mark-away", member: "ben" });
  expect(told({ ...changed, how: "beside" })).toBeNull();
});
