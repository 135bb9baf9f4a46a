// What holds for everybody's writing in one room: whether it is closed, its pace, and a calm, which
// ends by the clock without an entry. What holds for one person is holds.ts's to say.

import { computed, signal } from "@preact/signals";
import type { Clock } from "../wire/clock";
import type { Event, Joined, Reason } from "../wire/protocol";
import { ringAt } from "./ringing";

/** As the house sets it for a calm; joining tells only until when. */
const CALM_PACE_MS = 30_000;

export interface Lock {
  /** Null where it was closed without one. */
  reason: Reason | null;
}

export interface Calm {
  until: number;
  paceMs: number;
}

export interface TermsParts {
  clock: Clock;
  /** The server's clock, as well as it is known. */
  serverNow(): number;
}

export class Terms {
  readonly lock = signal<Lock | null>(null);
  /** The calm in force, or null. */
  readonly calm = computed<Calm | null>(() => {
    void this.#checks.value;
    const calm = this.#calm.value;
    return calm !== null && calm.until > this.#parts.serverNow() ? calm : null;
  });
  /** The time between two messages of one member, a calm included; 0 for none. */
  readonly paceMs = computed(() => Math.max(this.#paceMs.value, this.calm.value?.paceMs ?? 0));
  #parts: TermsParts;
  #paceMs = signal(0);
  #calm = signal<Calm | null>(null);
  #checks = signal(0);

  constructor(parts: TermsParts) {
    this.#parts = parts;
  }

  /** The pace without what a calm adds. */
  get usualPaceMs(): number {
    return this.#paceMs.value;
  }

  begin({ state, lock_reason, pace_ms, calm_until }: Joined): void {
    this.lock.value = state === "locked" ? { reason: lock_reason } : null;
    this.#paceMs.value = pace_ms;
    this.#setCalm(calm_until === null ? null : { until: calm_until, paceMs: CALM_PACE_MS });
  }

  apply(event: Event): void {
    switch (event.type) {
      case "room_locked":
        this.lock.value = { reason: event.reason };
        return;
      case "room_unlocked":
        this.lock.value = null;
        return;
      case "pace_changed":
        this.#paceMs.value = event.pace_ms;
        return;
      case "room_calmed":
        return this.#setCalm({ until: event.until, paceMs: event.pace_ms });
      case "calm_ended":
        return this.#setCalm(null);
    }
  }

  #setCalm(calm: Calm | null): void {
    this.#calm.value = calm;
    if (calm !== null) ringAt(this.#parts, calm.until, () => (this.#checks.value += 1));
  }
}
