// Where things are kept on this device: in the browser's storage, or for as long as the page is
// open where the browser keeps nothing for us, or where the device is shared.

export type Storage = Pick<
  globalThis.Storage,
  "getItem" | "setItem" | "removeItem" | "key" | "length"
>;

/** Forgets everything with the page. */
export class PageMemory implements Storage {
  #kept = new Map<string, string>();

  get length(): number {
    return this.#kept.size;
  }

  key(index: number): string | null {
    return [...this.#kept.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.#kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#kept.set(key, value);
  }

  removeItem(key: string): void {
    this.#kept.delete(key);
  }
}

/** The storage that `open` gives, unless the browser blocks it or has no room for us. */
export function storageOr(open: () => Storage): Storage {
  const probe = "hearthside.probe";
  try {
    const storage = open();
    storage.setItem(probe, "");
    storage.removeItem(probe);
    return storage;
  } catch {
    return new PageMemory();
  }
}
