// What is spoken of new messages, and for how long: gathered for three seconds, then said once.
// Until the moment of speaking it knows ids alone, so that words taken back meanwhile are not said.

import { signal } from "@preact/signals";
import type { Shown, Talk } from "../state/room";
import type { Clock } from "../wire/clock";

const GATHER_MS = 3_000;
// Removed sooner, some screen readers miss it.
const STAYS_MS = 1_000;

export interface AnnouncementsParts {
  clock: Clock;
  /** Whether somebody would hear it now. */
  isHeard(): boolean;
  words(messages: readonly Shown[]): string;
}

/** Silent about what was there already and about one's own words. */
export class Announcements {
  readonly said = signal("");
  #parts: AnnouncementsParts;
  #talk: Talk | null = null;
  #heardTo: number | null = null;
  #waiting: readonly string[] = [];
  #speaking: readonly Shown[] = [];
  #cancelSilence: () => void = () => {};

  constructor(parts: AnnouncementsParts) {
    this.#parts = parts;
  }

  /** Takes the room as it is now, as `me` sees it. */
  follow(talk: Talk | null, me: string | null): void {
    this.#talk = talk;
    if (this.#speaking.some((each) => this.#shown(each.message)?.body !== each.body)) {
      this.#say([]);
    }
    if (talk !== null) this.#gather(this.#fresh(talk).filter((each) => each.author !== me));
  }

  /** What was said since the last time it was asked; nothing the first time. */
  #fresh({ messages }: Talk): Shown[] {
    const since = this.#heardTo ?? Number.POSITIVE_INFINITY;
    this.#heardTo = Math.max(this.#heardTo ?? 0, messages.at(-1)?.seq ?? 0);
    return messages.filter((message) => message.seq > since);
  }

  #gather(fresh: readonly Shown[]): void {
    if (fresh.length === 0) return;
    if (this.#waiting.length === 0) this.#parts.clock.after(GATHER_MS, () => this.#speak());
    this.#waiting = [...this.#waiting, ...fresh.map((message) => message.message)];
  }

  #speak(): void {
    const found = this.#waiting.map((message) => this.#shown(message));
    this.#waiting = [];
    if (this.#parts.isHeard()) this.#say(found.filter((message) => message !== undefined));
  }

  #say(messages: readonly Shown[]): void {
    this.#cancelSilence();
    this.#speaking = messages;
    this.said.value = messages.length === 0 ? "" : this.#parts.words(messages);
    if (messages.length === 0) return;
    this.#cancelSilence = this.#parts.clock.after(STAYS_MS, () => this.#say([]));
  }

  /** The message as it stands now; undefined when it does not. */
  #shown(message: string): Shown | undefined {
    return this.#talk?.messages.find((each) => each.message === message && each.gone === null);
  }
}
