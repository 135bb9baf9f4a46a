// What becomes of a list that is read again while somebody works in it: nothing in it changes its
// place under their finger. Pure.

export interface Arrivals {
  /** New, and held back until they are asked for. */
  held: string[];
  /** Shown, and no longer waiting: they keep their place, with nothing left to press. */
  over: string[];
  /** Shown, and still waiting. */
  kept: string[];
}

/** `shown` are the ids in the list as it stands, `fresh` those that wait now. */
export function arrivals(shown: readonly string[], fresh: readonly string[]): Arrivals {
  const isFresh = new Set(fresh);
  const isShown = new Set(shown);
  return {
    held: fresh.filter((id) => !isShown.has(id)),
    over: shown.filter((id) => !isFresh.has(id)),
    kept: shown.filter((id) => isFresh.has(id)),
  };
}

/** New ones need not be held back where there is nothing that they could push aside. */
export function mayShowAtOnce({ held, kept }: Arrivals): boolean {
  return held.length > 0 && kept.length === 0;
}
