// The drop-in of one room as one person sees it: the latest snapshot, who may write, and what is
// being done about it just now. Knows neither sockets nor screens.

import { computed, signal } from "@preact/signals";
import type { Refusal } from "../state/outbox";
import type { Entry, Joined, LineView, You } from "../wire/protocol";
import { afterEntry, afterSnapshot, heldBy, NO_FLOOR } from "./floor";

/** A snapshot that seems older by more was not late on its way: the database's clock was set back. */
const CLOCK_SET_BACK_MS = 60_000;

export interface DropInParts {
  you(): You | null;
}

export class DropIn {
  readonly view = signal<LineView | null>(null);
  readonly floor = computed(() => this.#floor.value.floor);
  /** Why one may not write now, as far as turns go. */
  readonly held = computed(() =>
    heldBy(this.floor.value, this.#parts.you(), this.view.value?.hosting?.hosts === true),
  );
  /** Whether one has the floor. */
  readonly isMine = computed(() => {
    const speaker = this.floor.value?.speaker ?? null;
    return speaker !== null && speaker === this.#parts.you()?.member;
  });
  /** A question that is being written. */
  readonly question = signal("");
  /** Counts up when somebody wants to ask what they had begun to write to the room. */
  readonly asks = signal(0);
  /** Whether something is on its way to the server: what is pressed meanwhile is not taken. */
  readonly isDoing = signal(false);
  /** The last no, until something else is done. */
  readonly refusal = signal<Pick<Refusal, "code" | "params"> | null>(null);
  #parts: DropInParts;
  #floor = signal(NO_FLOOR);
  #isFresh = false;

  constructor(parts: DropInParts) {
    this.#parts = parts;
  }

  /** Reading begins afresh: the next snapshot holds, whatever was known. Until then what is shown
   * stays, with what somebody is writing in it. */
  begin(joined: Joined): void {
    if (joined.page !== null) this.#isFresh = true;
  }

  /** Takes a snapshot; one that is older than what is known is dropped. */
  take(view: LineView): void {
    const known = this.view.peek();
    if (known !== null && !this.#isFresh && isOlder(view, known)) return;
    const before = this.#isFresh ? NO_FLOOR : this.#floor.peek();
    this.#isFresh = false;
    this.view.value = view;
    this.#floor.value = afterSnapshot(before, view);
  }

  /** Takes an entry; says whether it changed who may write. */
  apply(entry: Entry): boolean {
    const before = this.#floor.peek();
    this.#floor.value = afterEntry(before, entry);
    return this.#floor.peek() !== before;
  }
}

/** Versions count the changes of one session, for those who host it or moderate; for everybody
 * else, and between two sessions, the time decides. */
function isOlder(view: LineView, known: LineView): boolean {
  const isSame = view.card?.drop_in === known.card?.drop_in;
  const areCounted = view.version > 0 && known.version > 0;
  if (isSame && areCounted && view.version !== known.version) return view.version < known.version;
  const isEarlierByMs = known.at - view.at;
  return isEarlierByMs > 0 && isEarlierByMs < CLOCK_SET_BACK_MS;
}
