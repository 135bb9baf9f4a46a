// When the cards of a page are to be read again: every so often when the server says that something
// changed, and at the times when a session turns by the clock alone. Knows neither page nor network.

import type { Clock } from "../wire/clock";

/** What the server puts into `<script type="application/json" id="cards">`. Times in its own ms. */
export interface Watched {
  page: string;
  ask: string;
  every: number;
  now: number;
  turns: number[];
  /** The zone that the page's times are in, and who told it: "account", "chosen", "device" or
   * "nobody". */
  zone: string;
  told: string;
}

export interface Asking {
  /** Whether what is at the address has changed since it was last asked. */
  hasChanged(address: string): Promise<boolean>;
  /** Take the page over as it is now; what to watch from then on, null when it could not be had. */
  readAgain(): Promise<Watched | null>;
}

/** Later than the turn by the server's own clock, so that the page is read when it has turned. */
const AFTER_TURN_MS = 400;
/** Everybody's page turns at the same moment: not all of them ask in it. */
const SPREAD_MS = 2_000;

export class Watching {
  #clock: Clock;
  #asking: Asking;
  #random: () => number;
  #watched: Watched;
  #isReading = false;
  #turns: (() => void)[] = [];

  constructor(watched: Watched, clock: Clock, asking: Asking, random: () => number) {
    this.#watched = watched;
    this.#clock = clock;
    this.#asking = asking;
    this.#random = random;
  }

  start(): void {
    this.#awaitTurns();
    void this.#ask();
    this.#again();
  }

  /** Back online, or the tab is shown again. */
  nudge(): void {
    void this.#ask();
  }

  async readAgain(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const watched = await this.#asking.readAgain().finally(() => {
      this.#isReading = false;
    });
    if (watched === null) return;
    this.#watched = watched;
    this.#awaitTurns();
  }

  #again(): void {
    this.#clock.after(this.#watched.every, () => {
      void this.#ask();
      this.#again();
    });
  }

  async #ask(): Promise<void> {
    if (await this.#asking.hasChanged(this.#watched.ask)) await this.readAgain();
  }

  #awaitTurns(): void {
    for (const cancel of this.#turns) cancel();
    const { now, turns } = this.#watched;
    this.#turns = turns
      .map((turn) => turn - now + AFTER_TURN_MS + this.#random() * SPREAD_MS)
      .map((wait) => this.#clock.after(wait, () => void this.readAgain()));
  }
}
