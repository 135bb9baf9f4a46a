// How long a client that lost the line waits before it returns. Full jitter, so that a restarted
// server is not met by everybody at once. Knows no sockets.

export const LONGEST_WAIT_MS = 30_000;
/** Tries that find nobody before waits grow: a server that is begun again is met within seconds. */
export const TRIES_WITHIN_SPREAD = 4;
const SHORTEST_SPREAD_MS = 500;

/** The wait before try number `attempt` (0 is the first), in milliseconds; `random` in [0, 1). */
export function waitMs(attempt: number, spreadMs: number, random: number): number {
  const window = Math.max(spreadMs, SHORTEST_SPREAD_MS);
  const doublings = Math.max(0, attempt - TRIES_WITHIN_SPREAD + 1);
  if (doublings === 0) return Math.floor(random * window);
  return Math.floor(random * Math.min(LONGEST_WAIT_MS, window * 2 ** doublings));
}

/** The number of the next try after a line that opened; one that did not hold makes waits grow. */
export function afterOpened(attempt: number, wasSteady: boolean): number {
  return wasSteady ? 0 : Math.max(attempt, TRIES_WITHIN_SPREAD - 1);
}
