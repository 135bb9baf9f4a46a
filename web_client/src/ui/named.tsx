// Sentences with names in them. A name is set apart from the direction of the words around it, so
// that one in another script cannot turn the sentence about.

import type { VNode } from "preact";
import type { Params, Speech } from "./speech";

// Private use: in no name and in no text.
const FIRST_MARK = 0xe000;
const MARKS = /([\ue000-\ue0ff])/;

/** The text of `key`, each of `names` in an element of its own. */
export function named(
  speech: Speech,
  key: string,
  names: Readonly<Record<string, string>>,
  params: Params = {},
): VNode {
  const known = Object.entries(names);
  const marks = known.map(([name], index) => [name, String.fromCharCode(FIRST_MARK + index)]);
  const text = speech.t(key, { ...params, ...Object.fromEntries(marks) });
  const pieces = text.split(MARKS).map((piece) => {
    const mark = MARKS.test(piece) ? piece.charCodeAt(0) - FIRST_MARK : -1;
    return known[mark] === undefined ? piece : <bdi>{known[mark][1]}</bdi>;
  });
  // One element: among the items of a flex box, the spaces between pieces would be lost.
  return <span>{pieces}</span>;
}

/** A name as it is shown: who has left for good has none. */
export function shownName(speech: Speech, name: string): string {
  return name === "" ? speech.t("writer-left") : name;
}
