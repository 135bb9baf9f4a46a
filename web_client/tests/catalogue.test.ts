import { FluentResource } from "@fluent/bundle";
import { expect, test } from "vitest";
import { REACTIONS, REASONS } from "../src/room/choices";
import en from "../src/ui/catalogues/en";
import es from "../src/ui/catalogues/es";
import { speech } from "../src/ui/speech";
import type { CallKind, Code, Form, Reaction, Reason, Role } from "../src/wire/protocol";

// Complete by type: a code that is added to the wire and not here does not compile.
const CODES: Record<Code, true> = {
  bad_request: true,
  not_signed_in: true,
  signed_out: true,
  account_closed: true,
  unknown_room: true,
  unknown_message: true,
  unknown_member: true,
  not_allowed: true,
  not_joined: true,
  room_locked: true,
  calm: true,
  muted: true,
  stepped_out: true,
  slow: true,
  rate_limited: true,
  busy: true,
  retry: true,
  empty: true,
  too_long: true,
  bad_text: true,
  too_late: true,
  gone: true,
  nothing_to_change: true,
  idempotency_conflict: true,
  name_invalid: true,
  name_taken: true,
  new_account_link: true,
  new_account_rooms: true,
  wrong_login: true,
  weak_password: true,
  bad_email: true,
  too_many_tries: true,
  joining_paused: true,
  too_young: true,
  no_consent: true,
  wrong_code: true,
  link_used: true,
  unknown_drop_in: true,
  not_your_turn: true,
  short_pause: true,
  too_early: true,
  not_live: true,
  line_closed: true,
  in_another_line: true,
  no_place: true,
  already_called: true,
  floor_taken: true,
  nobody_waits: true,
  uncovered: true,
  not_expert: true,
  bad_schedule: true,
  too_many_times: true,
  clash: true,
  edited_meanwhile: true,
  too_many_questions: true,
  series_stopped: true,
};
const ROLES: Record<Role, true> = {
  guest: true,
  member: true,
  mentor: true,
  moderator: true,
  admin: true,
};
const ALL_REACTIONS: Record<Reaction, true> = {
  hug: true,
  thank_you: true,
  me_too: true,
  hope: true,
  thinking_of_you: true,
};
const ALL_REASONS: Record<Reason, true> = {
  contact_details: true,
  medical_advice: true,
  unkind: true,
  selling: true,
  flooding: true,
  heated: true,
  no_cover: true,
  other: true,
};

const CALLS: Record<CallKind, true> = {
  help_now: true,
  carry: true,
  silent: true,
  away: true,
  late: true,
  asked: true,
  uncovered: true,
};
const FORMS: Record<Form, true> = { open_hour: true, line: true, circle: true, questions: true };
/** As rooms/dropins/loads.py has them. */
const LOADS = ["hours_day", "hours_week", "long_line", "no_break", "two_crises"];

const LANGUAGES = ["en", "es"] as const;
type Language = (typeof LANGUAGES)[number];
const CATALOGUES: Record<Language, string> = { en, es };
const FILES = import.meta.glob<string>(["../src/**/*.{ts,tsx}", "../pages/*.html"], {
  query: "?raw",
  import: "default",
  eager: true,
});

function keys(lang: Language): string[] {
  return new FluentResource(CATALOGUES[lang]).body.map((message) => message.id);
}

/** Each key as it is written, with the parameters that its text uses. */
function written(lang: Language): [string, Set<string>][] {
  const lines = CATALOGUES[lang].split("\n").filter((line) => !line.startsWith("#"));
  return lines
    .join("\n")
    .trim()
    .split(/\n+(?=[a-z])/)
    .map((text) => [text.split(" =")[0] ?? "", new Set(text.match(/\$\w+/g) ?? [])]);
}

test("both_languages_have_the_same_keys_and_each_once", () => {
  expect(new Set(keys("es"))).toEqual(new Set(keys("en")));
  for (const lang of LANGUAGES) expect(new Map(written(lang)).size).toBe(written(lang).length);
});

test.each(LANGUAGES)("nothing_in_the_catalogue_is_left_out_for_bad_syntax: %s", (lang) => {
  expect(new Set(keys(lang))).toEqual(new Set(new Map(written(lang)).keys()));
});

test("both_languages_use_the_same_parameters", () => {
  expect(new Map(written("es"))).toEqual(new Map(written("en")));
});

test("every_no_every_reaction_every_reason_and_every_role_has_its_words", () => {
  const known = new Set(keys("en"));
  const wanted = [
    ...Object.keys(CODES).map((code) => `refusal-${code}`),
    ...Object.keys(ALL_REACTIONS).map((reaction) => `reaction-${reaction}`),
    ...Object.keys(ALL_REASONS).map((reason) => `reason-${reason}`),
    ...Object.keys(ROLES).map((role) => `role-${role}`),
    ...["invisible", "marks", "length", "letters", "script", "reserved"].map(
      (why) => `name-why-${why}`,
    ),
  ];
  expect(wanted.filter((key) => !known.has(key))).toEqual([]);
});

test("everything_that_a_drop_in_can_tell_has_its_words", () => {
  const known = new Set(keys("en"));
  const marks = ["opened", "early", "again", "handed", "away", "taken", "given"].flatMap((mark) => [
    `mark-${mark}`,
    `mark-${mark}-unnamed`,
  ]);
  const wanted = [
    ...Object.keys(CALLS).map((kind) => `console-call-${kind}`),
    ...Object.keys(FORMS).map((form) => `dropin-form-${form}`),
    ...LOADS.map((code) => `console-load-${code}`),
    ...["no", "unnamed", "named"].flatMap((each) => [
      `dropin-shown-${each}`,
      `console-shown-${each}`,
    ]),
    ...["closed", "closed-moderator", "unhosted", "stopped"].map((mark) => `mark-${mark}`),
    ...["handed-over", "gone", "frozen", "thawed"].map((mark) => `mark-${mark}`),
    ...marks,
  ];
  expect(wanted.filter((key) => !known.has(key))).toEqual([]);
});

test("everything_that_can_be_chosen_is_offered", () => {
  expect(new Set(REACTIONS)).toEqual(new Set(Object.keys(ALL_REACTIONS)));
  expect(new Set(REASONS)).toEqual(new Set(Object.keys(ALL_REASONS)));
});

test("every_key_that_the_pages_or_the_client_name_is_in_the_catalogue", () => {
  const known = new Set(keys("en"));
  const named = Object.values(FILES).flatMap((text) =>
    [...text.matchAll(/\b(?:t\(|named\(\s*speech,)\s*["']([\w-]+)["']\s*[,)]/g)].map((match) => match[1] ?? ""),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((key) => !known.has(key))).toEqual([]);
});

test("counts_are_spoken_in_the_right_number", () => {
  const spanish = speech("es", es);
  expect(spanish.t("new-messages", { count: 1 })).toBe("1 mensaje nuevo");
  expect(spanish.t("new-messages", { count: 5 })).toBe("5 mensajes nuevos");
  expect(speech("en", en).t("new-messages", { count: 1 })).toBe("1 new message");
});
