// The page's scroll position, as the log of a room needs it: follow the end, or stay put.

const NEAR_END_PX = 80;

function page(): Element {
  return document.scrollingElement ?? document.documentElement;
}

export function isNearEnd(): boolean {
  const { scrollHeight, scrollTop, clientHeight } = page();
  return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
}

export function scrollToEnd(): void {
  page().scrollTop = page().scrollHeight;
}

/** Where the element is on the screen, to be held there; null when it is not drawn. */
export function topOf(id: string | null): number | null {
  const element = id === null ? null : document.getElementById(id);
  return element?.getBoundingClientRect().top ?? null;
}

/** Moves the page so that the element is at `top` again. */
export function holdAt(id: string, top: number): void {
  const now = topOf(id);
  if (now !== null && now !== top) page().scrollTop += now - top;
}

/** Puts the element a quarter of the screen from the top. */
export function scrollToQuarter(element: Element): void {
  page().scrollTop += element.getBoundingClientRect().top - window.innerHeight / 4;
}
