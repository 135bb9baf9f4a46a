// What a person is told about the line, and when: nothing for two seconds, then that we are
// coming back, after ten that they are offline, and for six seconds that they are back.

import { signal } from "@preact/signals";
import type { Clock } from "../wire/clock";

export type Phase = "starting" | "up" | "reconnecting" | "offline" | "back" | "ended";

export const SAY_RECONNECTING_MS = 2_000;
export const SAY_OFFLINE_MS = 10_000;
export const SAY_BACK_MS = 6_000;

export class Line {
  readonly phase = signal<Phase>("starting");
  /** The close code of a line that will not come back. */
  readonly endedBy = signal<number | null>(null);
  #clock: Clock;
  #cancels: (() => void)[] = [];
  #isDown = true;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#later(SAY_OFFLINE_MS, "offline");
  }

  up(): void {
    const wasSaid = this.phase.value === "reconnecting" || this.phase.value === "offline";
    this.#isDown = false;
    this.#calm();
    this.phase.value = wasSaid ? "back" : "up";
    if (wasSaid) this.#later(SAY_BACK_MS, "up");
  }

  down(): void {
    if (this.#isDown) return;
    this.#isDown = true;
    this.#calm();
    this.#later(SAY_RECONNECTING_MS, "reconnecting");
    this.#later(SAY_OFFLINE_MS, "offline");
  }

  end(code: number): void {
    this.#calm();
    this.endedBy.value = code;
    this.phase.value = "ended";
  }

  #later(ms: number, phase: Phase): void {
    this.#cancels.push(
      this.#clock.after(ms, () => {
        this.phase.value = phase;
      }),
    );
  }

  #calm(): void {
    for (const cancel of this.#cancels.splice(0)) cancel();
  }
}
