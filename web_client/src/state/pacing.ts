// How long one has to wait before the next message, counted down by the server's clock. Knows of
// one's own last message and of the last "too soon"; nothing of it is announced.

import { effect, signal } from "@preact/signals";
import type { Clock } from "../wire/clock";

const TICK_MS = 1_000;

export interface PacingParts {
  clock: Clock;
  /** The server's clock, as well as it is known. */
  serverNow(): number;
  /** The time between two messages of this person; 0 for none. */
  paceMs(): number;
}

export class Pacing {
  /** Whole seconds until one may send; 0 when one may. */
  readonly seconds = signal(0);
  #parts: PacingParts;
  #spokeAt = signal(0);
  #notBefore = signal(0);
  #cancelTick: () => void = () => {};

  constructor(parts: PacingParts) {
    this.#parts = parts;
    effect(() => {
      const paceMs = parts.paceMs();
      const byPace = paceMs === 0 ? 0 : this.#spokeAt.value + paceMs;
      this.#count(Math.max(byPace, this.#notBefore.value));
    });
  }

  /** A message of one's own is in the room since `at`. */
  spoke(at: number): void {
    this.#spokeAt.value = Math.max(this.#spokeAt.peek(), at);
  }

  /** The server said: too soon. */
  refused(waitMs: number): void {
    this.#notBefore.value = this.#parts.serverNow() + waitMs;
  }

  #count(readyAt: number): void {
    this.#cancelTick();
    const wait = readyAt - this.#parts.serverNow();
    this.seconds.value = Math.max(0, Math.ceil(wait / 1_000));
    if (wait <= 0) return;
    this.#cancelTick = this.#parts.clock.after(Math.min(wait, TICK_MS), () => this.#count(readyAt));
  }
}
