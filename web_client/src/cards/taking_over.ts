// Takes the parts of a page over from the same page as the server draws it now. A part in which
// somebody writes stays as it is, and focus stays where it was.

/** Replaces every part of `page` that `fresh` has otherwise; the sentences of stages that changed. */
export function takeOver(page: ParentNode, fresh: ParentNode): string[] {
  const said: string[] = [];
  const place = new Map(parts(fresh).map((part) => [part.dataset.fresh, part]));
  for (const old of parts(page)) {
    const next = place.get(old.dataset.fresh);
    place.delete(old.dataset.fresh);
    if (next === undefined || isWrittenIn(old)) continue;
    if (old.outerHTML === next.outerHTML) continue;
    if (old.dataset.stage !== next.dataset.stage) said.push(sentence(next));
    replace(old, next);
  }
  return said.filter((each) => each !== "");
}

/** A field that somebody is in, or has changed. */
export function isWrittenIn(part: Element): boolean {
  const fields = [...part.querySelectorAll<Field>("textarea, select, input:not([type=hidden])")];
  return fields.some((field) => field === document.activeElement || isChanged(field));
}

type Field = HTMLTextAreaElement | HTMLSelectElement | HTMLInputElement;

function isChanged(field: Field): boolean {
  if ("options" in field) return [...field.options].some(isOtherOption);
  if (field.type === "checkbox" || field.type === "radio") {
    const box = field as HTMLInputElement;
    return box.checked !== box.defaultChecked;
  }
  return field.value !== field.defaultValue;
}

/** One that nobody marked is the first, which is no choice. */
function isOtherOption(option: HTMLOptionElement): boolean {
  const isMarked = option.parentElement?.closest("select")?.querySelector("option[selected]");
  return isMarked != null && option.selected !== option.defaultSelected;
}

function parts(page: ParentNode): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>("[data-fresh]")];
}

function sentence(part: Element): string {
  return part.querySelector("[data-say]")?.textContent?.replace(/\s+/g, " ").trim() ?? "";
}

function replace(old: HTMLElement, next: HTMLElement): void {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const isOpen = [...old.querySelectorAll("details")].map((each) => each.open);
  const taken = document.importNode(next, true);
  taken.querySelectorAll("details").forEach((each, index) => {
    each.open = isOpen[index] ?? each.open;
  });
  old.replaceWith(taken);
  if (focused !== null) focusAgain(taken, focused);
}

/** The same button or link, else the heading of its part: never the top of the page. */
function focusAgain(part: HTMLElement, was: Element): void {
  const words = was.textContent;
  const same = [...part.querySelectorAll<HTMLElement>("button, a, summary")].find(
    (each) => each.textContent === words,
  );
  (same ?? part.querySelector<HTMLElement>("[tabindex='-1']"))?.focus();
}
