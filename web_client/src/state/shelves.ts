// Where a person's unsent words outlive a tab that was killed: on the device, by room and member,
// each piece under a key of its own, so that two tabs never write over each other. Seven days, or
// until logging out.

import type { Storage } from "./storage";

export const KEPT_MS = 7 * 24 * 3_600_000;
const PREFIX = "hearthside.words.";

/** Whose words, and where. `member` is the room's opaque id, never an account's. */
export interface Owner {
  room: string;
  member: string;
}

/** Pieces of one kind, by name. */
export class Shelf<Kept> {
  #storage: Storage;
  #prefix: string;
  #now: () => number;

  constructor(storage: Storage, kind: string, { room, member }: Owner, now: () => number) {
    this.#storage = storage;
    this.#prefix = `${PREFIX}${kind}.${room}.${member}.`;
    this.#now = now;
  }

  /** Everything here that is not too old, in no order. */
  read(): Kept[] {
    const records = keysOf(this.#storage, this.#prefix).map((key) => record(this.#storage, key));
    return records
      .filter((found) => found !== null && !isOld(found.at, this.#now()))
      .map((found) => found?.kept as Kept);
  }

  put(name: string, kept: Kept): void {
    try {
      this.#storage.setItem(this.#prefix + name, JSON.stringify({ at: this.#now(), kept }));
    } catch {
      // The device is full: the words are still on the page.
    }
  }

  take(name: string): void {
    this.#storage.removeItem(this.#prefix + name);
  }
}

/** Takes everything that is too old, or cannot be read, off every shelf. */
export function sweepShelves(storage: Storage, now: number): void {
  for (const key of keysOf(storage, PREFIX)) {
    const found = record(storage, key);
    if (found === null || isOld(found.at, now)) storage.removeItem(key);
  }
}

/** Takes everything of everybody off the shelves of this device. */
export function clearShelves(storage: Storage): void {
  for (const key of keysOf(storage, PREFIX)) storage.removeItem(key);
}

function keysOf(storage: Storage, prefix: string): string[] {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
  return keys.filter((key) => key.startsWith(prefix));
}

function record(storage: Storage, key: string): { at: number; kept: unknown } | null {
  try {
    const found = JSON.parse(storage.getItem(key) ?? "null");
    return typeof found?.at === "number" ? found : null;
  } catch {
    return null;
  }
}

// Some minutes into the future, too: a clock that was put right.
function isOld(at: number, now: number): boolean {
  return Math.abs(now - at) > KEPT_MS;
}
