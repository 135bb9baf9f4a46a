// Who else is in one room now, and who of them is writing, as the server tells it. Ephemeral: a new
// joining tells all of it again.

import { signal } from "@preact/signals";
import type { Clock } from "../wire/clock";
import type { Here, PresenceChanged, TypingNotice } from "../wire/protocol";
import {
  stillWriting,
  TYPING_SHOWN_MS,
  withChange,
  without,
  withNotice,
  type Writer,
} from "./people";

export class Company {
  readonly here = signal<Here>({ people: [], others: "none" });
  readonly writers = signal<readonly Writer[]>([]);
  #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(here: Here): void {
    this.here.value = here;
  }

  changed(change: PresenceChanged): void {
    this.here.value = withChange(this.here.value, change);
  }

  writes(notice: TypingNotice): void {
    this.writers.value = withNotice(this.writers.value, notice, this.#clock.now());
    this.#clock.after(TYPING_SHOWN_MS, () => {
      this.writers.value = stillWriting(this.writers.value, this.#clock.now());
    });
  }

  /** Their words are here: they are not writing them any more. */
  hasSpoken(member: string): void {
    this.writers.value = without(this.writers.value, member);
  }

  lost(): void {
    this.writers.value = [];
  }

  /** Whether the others see this member. */
  shows(member: string | null): boolean {
    return this.here.value.people.some((person) => person.member === member);
  }
}
