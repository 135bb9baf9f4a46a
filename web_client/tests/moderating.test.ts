import { expect, test } from "vitest";
import { commandFor, inverseOf, type StaffAct } from "../src/state/moderating";

const whom = { member: "teo", name: "Teo" };
const choice = { reason: "unkind", seconds: 900 } as const;
const made = (act: StaffAct) => commandFor("r", act, choice);
const undone = (act: StaffAct, removed: string[] = []) =>
  inverseOf(made(act), removed).map(({ command_id: _, room: __, ...rest }) => rest);

test("an_act_carries_its_reason_and_its_length", () => {
  expect(made({ kind: "pause", whom })).toMatchObject({
    type: "mute_member",
    member: "teo",
    seconds: 900,
    reason: "unkind",
  });
});

test("undoing_a_pause_lifts_the_very_one_that_was_set", () => {
  const command = made({ kind: "pause", whom });
  expect(inverseOf(command, [])).toMatchObject([
    { type: "lift_sanction", member: "teo", sanction: command.command_id },
  ]);
});

test("undoing_the_last_hour_puts_each_message_back", () => {
  expect(undone({ kind: "take_down_recent", whom }, ["a", "b"])).toEqual([
    { type: "restore_message", message: "a" },
    { type: "restore_message", message: "b" },
  ]);
});

test.each([
  ["close_room", "unlock_room"],
  ["calm", "end_calm"],
  ["slow", "set_pace"],
] as const)("the room's own acts have an inverse: %s", (kind, type) => {
  expect(undone({ kind })).toMatchObject([{ type }]);
});

test("the_usual_pace_is_asked_for_as_none_of_its_own", () => {
  expect(commandFor("r", { kind: "slow" }, { reason: null, seconds: 0 })).toMatchObject({
    pace_seconds: null,
  });
});

test("powers_that_were_set_aside_come_back_by_the_clock_alone", () => {
  expect(undone({ kind: "suspend", whom })).toEqual([]);
});
