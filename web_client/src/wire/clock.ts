// Time as the wire needs it; given from outside, so that tests own it.

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `ring` once, `ms` from now; the returned function calls it off. */
  after(ms: number, ring: () => void): () => void;
}

export const wallClock: Clock = {
  now: () => Date.now(),
  after(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};
