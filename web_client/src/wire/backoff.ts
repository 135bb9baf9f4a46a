// How long a client that lost the line waits before it returns. Full jitter, so that a restarted
// server is not met by everybody at once. Knows no sockets.

export const LONGEST_WAIT_MS = 30_000;
/** For about so long waits do not grow: a server that is begun again is met within its spread. */
export const PATIENT_MS = 10_000;
const FEWEST_TRIES = 4;
const SHORTEST_SPREAD_MS = 500;

/** The wait before try number `attempt` (0 is the first), in milliseconds; `random` in [0, 1). */
export function waitMs(attempt: number, spreadMs: number, random: number): number {
  const doublings = Math.max(0, attempt - triesWithin(spreadMs) + 1);
  const longest = doublings === 0 ? Infinity : LONGEST_WAIT_MS;
  return Math.floor(random * Math.min(longest, windowMs(spreadMs) * 2 ** doublings));
}

/** The number of the next try after a line that opened; one that did not hold makes waits grow. */
export function afterOpened(attempt: number, wasSteady: boolean, spreadMs: number): number {
  return wasSteady ? 0 : Math.max(attempt, triesWithin(spreadMs) - 1);
}

/** A try waits for half of the window on average. */
function triesWithin(spreadMs: number): number {
  return Math.max(FEWEST_TRIES, Math.floor((2 * PATIENT_MS) / windowMs(spreadMs)));
}

function windowMs(spreadMs: number): number {
  return Math.max(spreadMs, SHORTEST_SPREAD_MS);
}
