// The words of a message: plain text in text nodes, web addresses as links.

import { pieces } from "./links";

/** The id of the page's one note saying that links open in a new tab. */
export const NEW_TAB_NOTE = "new-tab-note";

export function Body({ id, text }: { id: string; text: string }) {
  return (
    <div id={id} class="body" dir="auto">
      {pieces(text).map(({ text: words, href }) =>
        href === null ? (
          words
        ) : (
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            aria-describedby={NEW_TAB_NOTE}
          >
            {words}
          </a>
        ),
      )}
    </div>
  );
}
