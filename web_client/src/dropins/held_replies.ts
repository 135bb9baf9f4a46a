// What one wants to say when the share has ended: held by the server, and kept here as well, so
// that it can be taken back into the composer and is not lost when it was never said.

import { signal } from "@preact/signals";
import { Shelf } from "../state/shelves";
import type { Storage } from "../state/storage";
import type { Clock } from "../wire/clock";

export interface HeldReply {
  /** Becomes the message's id. */
  reply: string;
  dropIn: string;
  body: string;
  at: number;
}

export class HeldReplies {
  /** Oldest first. */
  readonly all = signal<readonly HeldReply[]>([]);
  #room: string;
  #clock: Clock;
  #storage: Storage;
  #shelf: Shelf<HeldReply> | null = null;

  constructor({ room, clock, storage }: { room: string; clock: Clock; storage: Storage }) {
    this.#room = room;
    this.#clock = clock;
    this.#storage = storage;
  }

  /** Takes from this device what `member` left there; once. */
  belongTo(member: string): void {
    if (this.#shelf !== null) return;
    const owner = { room: this.#room, member };
    this.#shelf = new Shelf<HeldReply>(this.#storage, "held", owner, () => this.#clock.now());
    this.all.value = this.#shelf.read().sort((a, b) => a.at - b.at);
  }

  keep(reply: string, dropIn: string, body: string): void {
    const held = { reply, dropIn, body, at: this.#clock.now() };
    this.#shelf?.put(reply, held);
    this.all.value = [...this.all.value, held];
  }

  /** It was said, or taken back. */
  forget(reply: string): void {
    if (!this.all.value.some((each) => each.reply === reply)) return;
    this.#shelf?.take(reply);
    this.all.value = this.all.value.filter((each) => each.reply !== reply);
  }

  /** The room shows these messages. */
  said(messages: readonly string[]): void {
    for (const message of messages) this.forget(message);
  }
}
