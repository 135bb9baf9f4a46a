// Puts the entries of one room into order: early ones wait, doubles vanish, holes are reported.
// The same algorithm as rooms/feed.py; both run over tests/cases/feed.json.

export const MAX_HELD = 64;

/** Seqs from `start` up to, and without, `stop`. */
export interface Hole {
  start: number;
  stop: number;
}

export class Feed<Placed extends { seq: number }> {
  #held = new Map<number, Placed>();
  #nextSeq: number;

  constructor(nextSeq: number) {
    this.#nextSeq = nextSeq;
  }

  /** The place that is delivered next. */
  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** More is held than waiting will help with. */
  get overfull(): boolean {
    return this.#held.size > MAX_HELD;
  }

  /** Takes entries in any order, any number of times; returns those whose turn has come. */
  accept(entries: Iterable<Placed>): Placed[] {
    for (const entry of entries) {
      if (entry.seq >= this.#nextSeq && !this.#held.has(entry.seq)) {
        this.#held.set(entry.seq, entry);
      }
    }
    return this.#contiguous();
  }

  /** The seqs missing before the first entry that waits, or null when nothing waits. */
  hole(): Hole | null {
    if (this.#held.size === 0) return null;
    return { start: this.#nextSeq, stop: Math.min(...this.#held.keys()) };
  }

  /** The seqs to read when the transcript's head is known to be `head`. */
  missingUpTo(head: number): Hole | null {
    const stop = this.hole()?.stop ?? head + 1;
    return stop > this.#nextSeq ? { start: this.#nextSeq, stop } : null;
  }

  #contiguous(): Placed[] {
    const ready: Placed[] = [];
    for (;;) {
      const entry = this.#held.get(this.#nextSeq);
      if (entry === undefined) return ready;
      this.#held.delete(this.#nextSeq);
      ready.push(entry);
      this.#nextSeq += 1;
    }
  }
}
