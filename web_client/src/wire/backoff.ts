// How long a client that lost the line waits before it returns. Full jitter, so that a restarted
// server is not met by everybody at once. Knows no sockets.

export const LONGEST_WAIT_MS = 30_000;
const SHORTEST_SPREAD_MS = 500;

/** The wait before try number `attempt` (0 is the first), in milliseconds; `random` in [0, 1). */
export function waitMs(attempt: number, spreadMs: number, random: number): number {
  const window = Math.max(spreadMs, SHORTEST_SPREAD_MS);
  if (attempt === 0) return Math.floor(random * window);
  return Math.floor(random * Math.min(LONGEST_WAIT_MS, window * 2 ** attempt));
}
