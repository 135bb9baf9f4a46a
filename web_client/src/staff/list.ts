// The list on the page: takes over what a fresh page says of each item, in its place, and keeps new
// ones back until they are asked for.

import { localTimes } from "../ui/local_times";
import type { Speech } from "../ui/speech";
import { arrivals, behind, mayShowAtOnce, returning, type Shown } from "./arrivals";

export class List {
  #speech: Speech;
  #list: HTMLElement;
  #fresh: Document | null = null;
  #drawn = new Map<string, string>();

  constructor(speech: Speech, list: HTMLElement) {
    this.#speech = speech;
    this.#list = list;
    for (const item of itemsOf(list)) this.#drawn.set(idOf(item), words(item));
    arrivedButton()?.addEventListener("click", () => this.showNew());
  }

  /** Takes over a fresh page; says whether something new was shown or waits to be. */
  take(page: Document): boolean {
    this.#fresh = page;
    const fresh = itemsOf(page);
    const ids = fresh.map(idOf);
    const open = itemsOf(this.#list).filter((item) => !isOver(item) || ids.includes(idOf(item)));
    const found = arrivals(open.map(idOf), ids);
    const kept = fresh.filter((item) => found.kept.includes(idOf(item)));
    const hidden = behind(found.over, kept.map(shownOf));
    this.#beside(page);
    for (const item of open) {
      if (hidden.includes(idOf(item))) item.remove();
      else if (found.over.includes(idOf(item))) this.#end(item);
    }
    for (const item of kept) this.#renew(item);
    const back = this.#bringBack(found.held);
    found.held = found.held.filter((id) => !back.includes(id));
    this.#offerToPutBack();
    if (mayShowAtOnce(found)) this.#showAll();
    else this.#offer(found.held.length);
    toggle("calm", fresh.length === 0);
    return found.held.length > 0;
  }

  /** All that waits, in its order; the finger was not on the list. */
  showNew(): void {
    const known = new Set(itemsOf(this.#list).map(idOf));
    this.#showAll();
    const first = itemsOf(this.#list).find((item) => !known.has(idOf(item)));
    const heading = first?.querySelector<HTMLElement>("h3") ?? null;
    heading?.setAttribute("tabindex", "-1");
    (heading ?? document.getElementById("waiting-heading"))?.focus();
  }

  /** What was pressed is done as far as the reader is concerned, until the server has answered. */
  expect(item: HTMLElement, text: string): void {
    const forms = [...item.querySelectorAll("form")];
    for (const form of forms.slice(1)) form.remove();
    const said = document.createElement("p");
    said.className = "taken mine";
    said.textContent = text;
    said.tabIndex = -1;
    forms[0]?.replaceWith(said);
    said.focus();
    this.#drawn.delete(idOf(item));
  }

  /** A first message comes back where the report of it stands that was just seen to. */
  #bringBack(held: readonly string[]): string[] {
    const shown = itemsOf(this.#list);
    const found = returning(held, shown.map(shownOf));
    for (const [id, beside] of found) {
      const item = itemsOf(this.#fresh ?? document).find((each) => idOf(each) === id);
      if (item === undefined) continue;
      shown.find((each) => idOf(each) === beside)?.after(this.#drawing(item));
    }
    return [...found.keys()];
  }

  /** The button stands in the item that is over, as long as the reader may press it. */
  #offerToPutBack(): void {
    for (const item of itemsOf(this.#list).filter(isOver)) {
      const place = document.querySelector(`[data-finished="${idOf(item)}"]`);
      const form = place?.querySelector("form") ?? null;
      const isWaitingForAnswer = item.querySelector(".taken") !== null;
      if (isWaitingForAnswer) this.#end(item);
      const shown = item.querySelector("form");
      if (form === null) shown?.remove();
      else if (shown === null) item.append(form);
      place?.remove();
    }
    const section = document.querySelector(".finished");
    if (section?.querySelector("[data-finished]") === null) section.remove();
  }

  #showAll(): void {
    if (this.#fresh === null) return;
    this.#drawn.clear();
    this.#list.replaceChildren(...itemsOf(this.#fresh).map((item) => this.#drawing(item)));
    this.#beside(this.#fresh);
    this.#offer(0);
  }

  #drawing(item: HTMLElement): HTMLElement {
    this.#drawn.set(idOf(item), words(item));
    const drawing = document.importNode(item, true);
    localTimes(drawing, this.#speech);
    return drawing;
  }

  #renew(item: HTMLElement): void {
    const shown = itemsOf(this.#list).find((each) => idOf(each) === idOf(item));
    if (shown === undefined) return;
    if (this.#drawn.get(idOf(item)) !== words(item)) {
      keepingFocus(shown, () => shown.replaceChildren(...this.#drawing(item).childNodes));
      shown.className = item.className;
    }
    const since = shown.querySelector(".since");
    if (since !== null) since.textContent = item.querySelector(".since")?.textContent ?? "";
  }

  #end(item: HTMLElement): void {
    item.classList.add("over");
    const said = document.createElement("p");
    said.textContent = this.#speech.t("mod-done");
    const heading = item.querySelector("h3");
    keepingFocus(item, () => item.replaceChildren(...(heading ? [heading] : []), said));
    this.#drawn.delete(idOf(item));
  }

  #offer(count: number): void {
    const button = arrivedButton();
    toggle("arrived", count > 0);
    if (button !== null) button.textContent = this.#speech.t("mod-new", { count });
  }

  /** What stands around the list, part by part; not what somebody is busy with. */
  #beside(page: Document): void {
    for (const part of document.querySelectorAll<HTMLElement>("[data-fresh]")) {
      const fresh = page.querySelector<HTMLElement>(`[data-fresh="${part.dataset.fresh}"]`);
      const isBusy = part !== document.activeElement && part.contains(document.activeElement);
      if (fresh === null || isBusy) continue;
      const drawing = document.importNode(fresh, true);
      const isOpen = part.querySelector("details")?.open ?? false;
      for (const details of drawing.querySelectorAll("details")) details.open = isOpen;
      localTimes(drawing, this.#speech);
      part.replaceChildren(...drawing.childNodes);
    }
  }
}

export function idOf(item: HTMLElement): string {
  return item.dataset.item ?? "";
}

function itemsOf(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-item]")];
}

function isOver(item: HTMLElement): boolean {
  return item.classList.contains("over");
}

function shownOf(item: HTMLElement): Shown {
  return { id: idOf(item), about: item.dataset.about ?? null };
}

/** What an item says, without how long ago it came: that alone is no reason to draw it again. */
function words(item: HTMLElement): string {
  const copy = item.cloneNode(true) as HTMLElement;
  copy.querySelector(".since")?.replaceChildren();
  return copy.outerHTML;
}

function keepingFocus(item: HTMLElement, draw: () => void): void {
  const had = item.contains(document.activeElement);
  draw();
  const heading = item.querySelector<HTMLElement>("h3");
  if (!had || heading === null) return;
  heading.tabIndex = -1;
  heading.focus();
}

function arrivedButton(): HTMLButtonElement | null {
  return document.querySelector<HTMLButtonElement>("#arrived button");
}

function toggle(id: string, isShown: boolean): void {
  const element = document.getElementById(id);
  if (element !== null) element.hidden = !isShown;
}
