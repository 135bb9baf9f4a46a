import { expect, test } from "vitest";
import cases from "../../tests/cases/outbox.json";
import { type Item, type ItemShelf, Outbox, type Refusal } from "../src/state/outbox";
import type { Writing } from "../src/wire/protocol";

type Step = {
  do: string;
  id?: string;
  ids?: string[];
  seq?: number;
  as_of?: number;
  read_to?: number;
  ms?: number;
  code?: Refusal["code"];
  retry_after?: number | null;
  send: string | null;
  due_in?: number;
  shown: string[][];
};

class MemoryShelf implements ItemShelf {
  #items = new Map<string, string>();
  read = () => [...this.#items.values()].map((text) => JSON.parse(text) as Item);
  put = (id: string, item: Item) => this.#items.set(id, JSON.stringify(item));
  take = (id: string) => this.#items.delete(id);
}

function post(id: string): Writing {
  return { type: "post_message", room: "r", command_id: id, body: `words of ${id}` };
}

/** One person's outbox, told what happens step by step. */
class Played {
  #shelf = new MemoryShelf();
  outbox = new Outbox(this.#shelf);
  now = 0;

  take(step: Step): void {
    const { id = "" } = step;
    const { outbox, now } = this;
    const acts: Record<string, () => void> = {
      write: () => outbox.add(post(id), now),
      caught_up: () => outbox.caughtUp(now),
      lost: () => outbox.lost(),
      receipt: () => outbox.receipt(id, step.seq ?? 0, step.read_to ?? 0),
      refused: () => outbox.refused(id, refusal(step), now),
      entry: () => outbox.delivered(id),
      page: () => outbox.replaced(step.ids ?? [], step.as_of ?? 0),
      retry: () => outbox.retry(id, now),
      discard: () => outbox.discard(id),
      wait: () => (this.now += step.ms ?? 0),
      reload: () => (this.outbox = new Outbox(this.#shelf)),
    };
    const act = acts[step.do];
    if (act === undefined) throw new Error(`no such step: ${step.do}`);
    act();
  }
}

function refusal({ code = "busy", retry_after = null }: Step): Refusal {
  return { code, params: {}, retry_after };
}

test.each(cases)("outbox: $name", ({ steps }) => {
  const played = new Played();
  for (const step of steps as Step[]) {
    played.take(step);
    expect(played.outbox.next(played.now)?.command_id ?? null).toBe(step.send);
    const shown = played.outbox.items.map((item) => [item.command.command_id, item.state]);
    expect(shown).toEqual(step.shown);
    if (step.due_in !== undefined) expect(played.outbox.dueInMs(played.now)).toBe(step.due_in);
  }
});

test("a_reaction_is_done_with_its_receipt", () => {
  const outbox = new Outbox(new MemoryShelf());
  outbox.caughtUp(0);
  const react = { type: "react", room: "r", command_id: "a", message: "m", reaction: "hug" } as const;
  outbox.add(react, 0);
  expect(outbox.next(0)).toEqual(react);
  outbox.receipt("a", 4, 0);
  expect(outbox.items).toEqual([]);
});
