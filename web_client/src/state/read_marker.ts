// Tells the server how far a person has read: at most once in five seconds, never backwards.

import type { Clock } from "../wire/clock";

export const MARK_EVERY_MS = 5_000;

export class ReadMarker {
  #clock: Clock;
  #tell: (seq: number) => void;
  #seq = 0;
  #told = 0;
  #toldAt = 0;
  #isDue = false;

  constructor(clock: Clock, tell: (seq: number) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  seen(seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
    if (this.#isDue || this.#seq <= this.#told) return;
    this.#isDue = true;
    const wait = Math.max(0, this.#toldAt + MARK_EVERY_MS - this.#clock.now());
    this.#clock.after(wait, () => this.#mark());
  }

  #mark(): void {
    this.#isDue = false;
    this.#told = this.#seq;
    this.#toldAt = this.#clock.now();
    this.#tell(this.#seq);
  }
}
