// "Hold new messages": while it is on, what others say waits outside of what is shown. One's own
// words, and whatever is taken away, come through.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Shown, Talk } from "./room";

export class Withheld {
  /** The seq after which others' words wait; null while nothing is held. */
  readonly since = signal<number | null>(null);
  /** What is shown. */
  readonly talk = computed<Talk | null>(() => {
    const talk = this.#whole.value;
    if (talk === null || this.since.value === null) return talk;
    const messages = talk.messages.filter((message) => !this.#waits(message));
    const since = this.since.value;
    const marks = talk.marks.filter(({ seq }) => seq <= since);
    return { ...talk, messages, marks, missed: 0 };
  });
  /** How many wait. */
  readonly count = computed(() => {
    const talk = this.#whole.value;
    if (talk === null || this.since.value === null) return 0;
    return talk.messages.filter((message) => this.#waits(message)).length + talk.missed;
  });
  #whole: ReadonlySignal<Talk | null>;
  #me: () => string | null;

  constructor(whole: ReadonlySignal<Talk | null>, me: () => string | null) {
    this.#whole = whole;
    this.#me = me;
  }

  begin(): void {
    this.since.value = this.#whole.peek()?.messages.at(-1)?.seq ?? 0;
  }

  end(): void {
    this.since.value = null;
  }

  #waits(message: Shown): boolean {
    const since = this.since.value;
    return since !== null && message.seq > since && message.author !== this.#me();
  }
}
