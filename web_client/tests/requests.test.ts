import { expect, test } from "vitest";
import type { Command } from "../src/wire/protocol";
import { Requests, Unanswered } from "../src/wire/requests";

const LEAVE = { type: "leave_room", room: "r" } as const;

function open(): { requests: Requests; sent: Command[] } {
  const sent: Command[] = [];
  return { sent, requests: new Requests((command) => sent.push(command) > 0) };
}

test("an_answer_reaches_the_one_who_asked", async () => {
  const { requests, sent } = open();
  const first = requests.ask(LEAVE);
  const second = requests.ask(LEAVE);
  expect(sent.map((command) => command.ref)).toEqual([1, 2]);
  expect(requests.answered({ type: "left", ref: 2, room: "second" })).toBe(true);
  expect(requests.answered({ type: "left", ref: 1, room: "first" })).toBe(true);
  expect(await first).toMatchObject({ room: "first" });
  expect(await second).toMatchObject({ room: "second" });
});

test("a_refusal_is_an_answer", async () => {
  const { requests } = open();
  const asked = requests.ask(LEAVE);
  const refused = { type: "refused", ref: 1, code: "busy", params: {} } as const;
  requests.answered({ ...refused, retry_after: 5, command_id: null, room: null });
  expect(await asked).toMatchObject({ code: "busy" });
});

test("a_lost_line_leaves_nobody_waiting", async () => {
  const { requests } = open();
  const asked = requests.ask(LEAVE);
  requests.lost();
  await expect(asked).rejects.toBeInstanceOf(Unanswered);
});

test("asking_without_a_line_is_told_at_once", async () => {
  const requests = new Requests(() => false);
  await expect(requests.ask(LEAVE)).rejects.toBeInstanceOf(Unanswered);
});

test("what_nobody_asked_for_is_no_answer", () => {
  const { requests } = open();
  expect(requests.answered({ type: "done", ref: 9 })).toBe(false);
  expect(requests.answered({ type: "void", room: "r", seq: 1 })).toBe(false);
});
