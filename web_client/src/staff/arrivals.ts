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

/** `about` is the message's own id as one that waits, where it is about a message. */
export interface Shown {
  id: string;
  about: string | null;
}

/** First messages that waited behind something shown of the same message, by what they stand
 * beside: not new to whoever has just seen to that. */
export function returning(held: readonly string[], shown: readonly Shown[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const id of held) {
    const beside = shown.find((each) => each.about === id && each.id !== id);
    if (beside !== undefined) found.set(id, beside.id);
  }
  return found;
}

/** First messages that are not over: they wait again behind something that is shown. */
export function behind(over: readonly string[], waiting: readonly Shown[]): string[] {
  return [...returning(over, waiting).keys()];
}
