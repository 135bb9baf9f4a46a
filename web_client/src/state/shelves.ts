// Where this tab keeps a person's unsent words: in the tab's own storage, one shelf a room, gone
// with the tab or with logging out. Another person in the same tab finds it empty.

import type { Shelf } from "./outbox";

const PREFIX = "hearthside.";

export type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

/** The shelf called `name` of this member in this room. */
export function shelf(storage: Storage, name: string, member: string): Shelf {
  const key = PREFIX + name;
  return {
    read: () => ownedText(storage.getItem(key), member),
    write: (text) => storage.setItem(key, JSON.stringify([member, text])),
  };
}

/** Takes everything of everybody off the shelves of this tab. */
export function clearShelves(storage: globalThis.Storage): void {
  for (const key of Object.keys(storage)) {
    if (key.startsWith(PREFIX)) storage.removeItem(key);
  }
}

function ownedText(kept: string | null, member: string): string | null {
  if (kept === null) return null;
  const [owner, text] = JSON.parse(kept) as [string, string];
  return owner === member ? text : null;
}
