// The words of a message: plain text in text nodes, web addresses as links. A very long one shows
// its beginning, so that nobody has to scroll past it.

import { useSignal } from "@preact/signals";
import { beginningOf } from "./beginnings";
import { pieces } from "./links";
import { usePlace } from "./speaking";

/** The id of the page's one note saying that links open in a new tab. */
export const NEW_TAB_NOTE = "new-tab-note";

export function Body({ id, text }: { id: string; text: string }) {
  const { speech } = usePlace();
  const isWhole = useSignal(false);
  const beginning = beginningOf(text);
  const shown = isWhole.value || beginning === null ? text : beginning;
  return (
    <>
      <div id={id} class="body" dir="auto">
        {pieces(shown).map(({ text: words, href }) =>
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
        {shown !== text && "…"}
      </div>
      {beginning !== null && (
        <button
          type="button"
          class="quiet"
          aria-expanded={isWhole.value}
          onClick={() => (isWhole.value = !isWhole.value)}
        >
          {speech.t(isWhole.value ? "message-less" : "message-whole")}
        </button>
      )}
    </>
  );
}
