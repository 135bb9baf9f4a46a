// What this person has asked for and the server has not confirmed yet. One command is out at a
// time, so that the order of writing is the order in the room; each keeps its `command_id` over
// every retry, so that it takes effect once. Knows neither sockets nor screens.

import type { Code, Refused, Writing } from "../wire/protocol";

/**
 * waiting: for the line or its turn · sending: out, unanswered · sent: committed, its entry is on
 * the way · failed: tried often enough · refused: an expected no · stale: waited so long that the
 * person is asked first.
 */
export type Sending = "waiting" | "sending" | "sent" | "failed" | "refused" | "stale";
export type Refusal = Pick<Refused, "code" | "params" | "retry_after">;

export interface Item {
  command: Writing;
  state: Sending;
  madeAt: number;
  /** Its place in the line: later ones have higher numbers. */
  place: number;
  tries: number;
  seq: number | null;
  refusal: Refusal | null;
}

/** Where the items outlive the page, by command id. */
export interface ItemShelf {
  read(): Item[];
  put(commandId: string, item: Item): void;
  take(commandId: string): void;
}

export const MAX_TRIES = 5;
export const STALE_MS = 5 * 60_000;
const RETRY_MS = 1_000;
/** Codes that are about the moment: the same command may succeed a little later. */
export const TRY_AGAIN: ReadonlySet<Code> = new Set(["busy", "retry", "rate_limited"]);

/** Codes that say whose turn it is not. */
export function isAboutTurn(code: Code | undefined): boolean {
  return code === "not_your_turn" || code === "short_pause";
}

export class Outbox {
  #shelf: ItemShelf;
  #items: readonly Item[];
  #open = false;
  #notBefore = 0;

  constructor(shelf: ItemShelf) {
    this.#shelf = shelf;
    this.#items = shelf.read().map(backToWaiting).sort((a, b) => a.place - b.place);
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  add(command: Writing, now: number): void {
    const fresh = { state: "waiting", tries: 0, seq: null, refusal: null } as const;
    this.#keep([...this.#items, { ...fresh, command, madeAt: now, place: this.#lastPlace() }]);
  }

  /** Everything the room has said so far is known: what is not among it was not sent. */
  caughtUp(now: number): void {
    this.#open = true;
    this.#notBefore = 0;
    this.#keep(
      this.#items.map((item) =>
        item.state === "waiting" && now - item.madeAt > STALE_MS && isPost(item)
          ? { ...item, state: "stale" }
          : item,
      ),
    );
  }

  lost(): void {
    this.#open = false;
    this.#keep(this.#items.map(backToWaiting));
  }

  /** The command to send now, if it is anybody's turn. */
  next(now: number): Writing | null {
    if (!this.#open || now < this.#notBefore) return null;
    if (this.#items.some((item) => item.state === "sending")) return null;
    const turn = this.#items.find((item) => item.state === "waiting");
    if (turn === undefined) return null;
    this.#change(turn.command.command_id, { state: "sending" });
    return turn.command;
  }

  /** How long until `next` is worth asking again, or null when no time will change its answer. */
  dueInMs(now: number): number | null {
    const waits = this.#items.some((item) => item.state === "waiting");
    return this.#open && waits && now < this.#notBefore ? this.#notBefore - now : null;
  }

  /**
   * Committed. A message is shown until its entry is here; the rest has nothing to show. Nor has a
   * message at a place up to which all has been read: it is further up, and no entry will follow.
   */
  receipt(commandId: string, seq: number, readTo: number): void {
    const item = this.#find(commandId);
    if (item === undefined) return;
    if (!isPost(item) || seq <= readTo) this.discard(commandId);
    else this.#change(commandId, { state: "sent", seq, refusal: null });
  }

  refused(commandId: string, refusal: Refusal, now: number): void {
    const item = this.#find(commandId);
    if (item === undefined) return;
    const tries = item.tries + 1;
    if (!TRY_AGAIN.has(refusal.code)) {
      this.#change(commandId, { state: "refused", tries, refusal });
    } else if (tries >= MAX_TRIES) {
      this.#change(commandId, { state: "failed", tries, refusal });
    } else {
      this.#notBefore = now + (refusal.retry_after ?? RETRY_MS);
      this.#change(commandId, { state: "waiting", tries });
    }
  }

  /** Refuses every message that waits for its turn to be sent; their commands, in order. */
  refuseWaiting(refusal: Refusal): Writing[] {
    const waiting = this.#items.filter((item) => item.state === "waiting" && isPost(item));
    for (const { command } of waiting) {
      this.#change(command.command_id, { state: "refused", refusal });
    }
    return waiting.map((item) => item.command);
  }

  /** The message is in the room: whether or not its receipt was seen, it was sent. */
  delivered(message: string): void {
    this.discard(message);
  }

  /** The room was read afresh as of `asOf`: what was sent up to there needs no place of its own. */
  replaced(messages: Iterable<string>, asOf: number): void {
    const shown = new Set(messages);
    this.#keep(
      this.#items.filter(
        (item) =>
          !shown.has(item.command.command_id) && !(item.seq !== null && item.seq <= asOf),
      ),
    );
  }

  /** Sends again what had been given up, after everything else, under the same id. */
  retry(commandId: string, now: number): void {
    const item = this.#find(commandId);
    if (item === undefined) return;
    const others = this.#items.filter((each) => each !== item);
    const again = { state: "waiting", tries: 0, refusal: null, madeAt: now } as const;
    this.#keep([...others, { ...item, ...again, place: this.#lastPlace() }]);
  }

  discard(commandId: string): void {
    if (this.#find(commandId) === undefined) return;
    this.#keep(this.#items.filter((item) => item.command.command_id !== commandId));
  }

  #find(commandId: string): Item | undefined {
    return this.#items.find((item) => item.command.command_id === commandId);
  }

  #change(commandId: string, change: Partial<Item>): void {
    this.#keep(
      this.#items.map((item) =>
        item.command.command_id === commandId ? { ...item, ...change } : item,
      ),
    );
  }

  #lastPlace(): number {
    return (this.#items.at(-1)?.place ?? 0) + 1;
  }

  /** What was committed is kept by the room; everything else that changed, by the shelf. */
  #keep(items: readonly Item[]): void {
    const before = new Set(this.#items);
    const unsent = items.filter((item) => item.state !== "sent");
    const ids = new Set(unsent.map((item) => item.command.command_id));
    for (const { command } of before) {
      if (!ids.has(command.command_id)) this.#shelf.take(command.command_id);
    }
    for (const item of unsent) {
      if (!before.has(item)) this.#shelf.put(item.command.command_id, item);
    }
    this.#items = items;
  }
}

export function isPost(item: Item): boolean {
  return item.command.type === "post_message";
}

/** Whether its words have no other place: a message, or an edit that has been given up. */
export function isUnsent(item: Item): boolean {
  const isGivenUp = item.state === "failed" || item.state === "refused";
  return isPost(item) || (item.command.type === "edit_message" && isGivenUp);
}

function backToWaiting(item: Item): Item {
  return item.state === "sending" ? { ...item, state: "waiting" } : item;
}
