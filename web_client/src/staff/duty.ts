// Keeps somebody on duty while the list is open before them. Who has ended their duty is not put back
// on it by the page that they did it on.

import type { Storage } from "../state/storage";

const ENDED = "duty-ended";

export class Duty {
  #form: HTMLFormElement;
  #storage: Storage;

  constructor(form: HTMLFormElement, storage: Storage) {
    this.#form = form;
    this.#storage = storage;
    form.addEventListener("submit", (event) => {
      const isOn = (event.submitter as HTMLButtonElement | null)?.value === "1";
      if (isOn) storage.removeItem(ENDED);
      else storage.setItem(ENDED, "yes");
    });
  }

  /** What to say to the server now; null for nothing. */
  renewal(): { on: true | null } | null {
    if (document.visibilityState !== "visible") return null;
    const isSwitchedOn = this.#form.querySelector("button")?.dataset.on === "1";
    if (isSwitchedOn) return { on: true };
    return this.#storage.getItem(ENDED) === null ? { on: null } : null;
  }

  renew(): void {
    const body = this.renewal();
    if (body === null) return;
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    // The next one comes in a minute, and two may be lost.
    fetch("/api/duty", { ...init, credentials: "same-origin" }).catch(() => {});
  }
}
