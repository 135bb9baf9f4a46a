// Waiting for a moment on the server's clock, over every length of time.

import type { Clock } from "../wire/clock";

export interface Clocks {
  clock: Clock;
  /** The server's clock, as well as it is known. */
  serverNow(): number;
}

// Timers hold 31 bits of milliseconds.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls `ring` just after `moment`, or after the longest that a timer can wait. */
export function ringAt({ clock, serverNow }: Clocks, moment: number, ring: () => void): () => void {
  const wait = Math.max(moment - serverNow(), 0) + 1;
  return clock.after(Math.min(wait, LONGEST_TIMER_MS), ring);
}
