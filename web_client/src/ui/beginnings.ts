// The beginning of a text that is too long to be read past.

const MOST_LINES = 24;
const SHOWN_LINES = 12;

/** The first lines of a text of very many; null when it is to be shown whole. */
export function beginningOf(text: string): string | null {
  const lines = text.split("\n");
  return lines.length > MOST_LINES ? lines.slice(0, SHOWN_LINES).join("\n") : null;
}
