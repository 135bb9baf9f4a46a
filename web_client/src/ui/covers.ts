// What sticks to an edge of the screen covers what scrolls under it. The page is told how much, so
// that whatever is scrolled or focused into view stops short of it.

/** Keeps `--<name>` at the height that `element` covers: nothing where it does not stick. */
export function covers(element: HTMLElement, name: string, changed: () => void): () => void {
  const root = document.documentElement.style;
  const measure = () => {
    const sticks = getComputedStyle(element).position === "sticky";
    root.setProperty(`--${name}`, sticks ? `${element.offsetHeight}px` : "0px");
    changed();
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  window.addEventListener("resize", measure);
  return () => {
    observer.disconnect();
    window.removeEventListener("resize", measure);
    root.removeProperty(`--${name}`);
  };
}
