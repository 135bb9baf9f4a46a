// The pauses and removals in force in one room as they come and go, and one's own pause, which
// ends by the clock. What each of them means is standing.ts's to say.

import { computed, signal } from "@preact/signals";
import type { Clock } from "../wire/clock";
import type { Event, SanctionInForce } from "../wire/protocol";
import { ringAt } from "./ringing";
import { fromJoined, pauseOf, type Sanctions, withEvent } from "./standing";

export interface HoldsParts {
  clock: Clock;
  /** The server's clock, as well as it is known. */
  serverNow(): number;
  me(): string | null;
}

export class Holds {
  readonly sanctions = signal<Sanctions>(new Map());
  readonly pause = computed(() => {
    void this.#checks.value;
    const me = this.#parts.me();
    return me === null ? null : pauseOf(this.sanctions.value, me, this.#parts.serverNow());
  });
  #parts: HoldsParts;
  #checks = signal(0);

  constructor(parts: HoldsParts) {
    this.#parts = parts;
  }

  begin(held: readonly SanctionInForce[]): void {
    this.sanctions.value = fromJoined(held);
    this.#watch();
  }

  apply(event: Event): void {
    const after = withEvent(this.sanctions.value, event);
    if (after === this.sanctions.value) return;
    this.sanctions.value = after;
    this.#watch();
  }

  /** A pause ends here when its time is up; the entry that says so may come a little later. */
  #watch(): void {
    const pause = this.pause.value;
    if (pause === null) return;
    ringAt(this.#parts, pause.until, () => (this.#checks.value += 1));
  }
}
