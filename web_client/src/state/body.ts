// What may stand in a message: the same rules as rooms/text.py, asked before anything is sent.

import { type Code, MAX_BODY_CODE_POINTS } from "../wire/protocol";

// Control characters but newline and tab, and lone surrogates, which no encoder can send on.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Cs}/u;

export type Checked =
  | { body: string }
  | { code: Extract<Code, "empty" | "bad_text" | "too_long">; params: Record<string, number> };

/** The text as NFC with newlines as LF, or why it cannot be sent. */
export function checkBody(raw: string): Checked {
  const body = raw.replace(/\r\n?/g, "\n").normalize("NFC");
  if (FORBIDDEN.test(body)) return { code: "bad_text", params: {} };
  if (body.trim() === "") return { code: "empty", params: {} };
  const length = codePoints(body);
  if (length <= MAX_BODY_CODE_POINTS) return { body };
  return { code: "too_long", params: { limit: MAX_BODY_CODE_POINTS, length } };
}

/** The length that counts: code points after NFC. */
export function codePoints(text: string): number {
  return [...text.normalize("NFC")].length;
}
