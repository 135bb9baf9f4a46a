// Finds web addresses in a plain text. Only http and https; everything else stays text.

export type Piece = { text: string; href: string | null };

const ADDRESS = /https?:\/\/[^\s<>"'`]+/gi;
// What usually ends the sentence, not the address.
const TAIL = /[.,;:!?)\]}»”’]+$/;

// Wider than what becomes a link, like the house's own list: what a reader would take for one.
const MENTIONED = /https?:\/\/|\bwww\.|\b[a-z0-9-]+\.(?:com|org|net|info|io|co|es|mx)\b/i;

/** Whether a reader would take something in the text for a web address. */
export function mentionsLink(text: string): boolean {
  return MENTIONED.test(text);
}

/** The text in pieces that, joined, are the text again. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TAIL, "");
    const href = webAddress(address);
    if (href === null) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index), href: null });
    found.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), href: null });
  return found;
}

function webAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  // A name and password before the host are there to make one host look like another.
  const isPlain = url.username === "" && url.password === "";
  return isPlain && (url.protocol === "https:" || url.protocol === "http:") ? url.href : null;
}
