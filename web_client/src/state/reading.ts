// Where one reader is in one room: the feed, the place to resume from, and what the heads promised.
// Says when waiting will not help any more; does not itself ask the server.

import type { Entry, Joined, JoinRoom, Void } from "../wire/protocol";
import { Feed } from "./feed";

type Placed = Entry | Void;

export class Reading {
  #room: string;
  #feed: Feed<Placed> | null = null;
  #epoch = "";
  #asOf = 0;
  #promised = 0;

  constructor(room: string) {
    this.#room = room;
  }

  /** Asks to read on from where reading stopped, or afresh when it has not begun. */
  ask(): JoinRoom {
    const fresh: JoinRoom = { type: "join_room", room: this.#room };
    if (this.#feed === null) return fresh;
    return { ...fresh, epoch: this.#epoch, after: this.#feed.nextSeq - 1 };
  }

  forget(): void {
    this.#feed = null;
  }

  /** Reading goes on from what `joined` says; not after `forget`, when there is no page with it. */
  begin(joined: Joined): void {
    if (joined.page !== null) this.#feed = new Feed(joined.as_of + 1);
    this.#epoch = joined.epoch;
    this.#asOf = joined.as_of;
    this.#promised = 0;
  }

  /** The entries whose turn has come; voids have only a place. */
  accept(placed: Placed): Entry[] {
    const ready = this.#feed?.accept([placed]) ?? [];
    return ready.filter((each): each is Entry => each.type === "entry");
  }

  /** Everything up to the moment of joining is here. */
  get isCaughtUp(): boolean {
    return this.#feed !== null && this.#feed.nextSeq > this.#asOf;
  }

  /** The place up to which everything is here. */
  get readTo(): number {
    return this.#feed === null ? 0 : this.#feed.nextSeq - 1;
  }

  /**
   * Takes the head that a heartbeat tells. True when what the heartbeat before it promised has
   * still not come, or too much waits for a hole: then it is to be asked for again.
   */
  outOfStep(head: number): boolean {
    if (this.#feed === null) return false;
    const overdue = this.#feed.missingUpTo(this.#promised) !== null && this.#promised > 0;
    this.#promised = head;
    return overdue || this.#feed.overfull;
  }
}
