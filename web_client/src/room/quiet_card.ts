// The server's card of a quiet room, with the rooms nearby in which somebody is: it stands until
// somebody speaks.

import { effect } from "@preact/signals";
import type { Session } from "../state/session";

export function hasQuietCard(): boolean {
  return card() !== null;
}

/** Takes the card away as soon as anything is said that was not there when one came. */
export function endQuietCard({ talk }: Session): void {
  let seenTo: number | null = null;
  effect(() => {
    if (talk.value === null) return;
    const last = talk.value.messages.at(-1)?.seq ?? 0;
    seenTo ??= last;
    if (last > seenTo) card()?.remove();
  });
}

function card(): Element | null {
  return document.querySelector(".quiet-card");
}
