// Moving from message to message with the keyboard, while the focus is on one of them.

const MOVES: Record<string, (index: number, last: number) => number> = {
  ArrowUp: (index) => index - 1,
  ArrowDown: (index) => index + 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** Handles a key pressed in the log; leaves everything else to the browser. */
export function moveByKey(event: KeyboardEvent, log: Element): void {
  const target = event.target as Element;
  const article = target.closest("article");
  if (article === null || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && target !== article) return article.focus();
  if (target !== article) return;
  if (event.key === "Enter") {
    event.preventDefault();
    article.querySelector("summary")?.focus();
    return;
  }
  const all = [...log.querySelectorAll("article")];
  const to = MOVES[event.key]?.(all.indexOf(article), all.length - 1);
  if (to === undefined) return;
  event.preventDefault();
  all[to]?.focus();
}
