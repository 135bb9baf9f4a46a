// Ways to another place in the talk: to what is new at its end, and back to where one came from.

import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { scrollToEnd } from "../ui/scrolling";
import { usePlace } from "../ui/speaking";
import { elementId } from "./message";

export function Jumps({ cameFrom }: { cameFrom: Signal<string | null> }) {
  const { speech, session } = usePlace();
  const seen = useRef(0);
  const talk = session.talk.value;
  const isFollowing = session.isFollowing.value;
  if (talk === null) return null;
  const last = talk.messages.at(-1)?.seq ?? 0;
  if ((isFollowing && talk.atEnd) || seen.current === 0) seen.current = last;
  const fresh = talk.messages.filter((message) => message.seq > seen.current).length;
  const count = fresh + talk.missed;
  const toNewest = () => {
    session.isFollowing.value = true;
    if (!talk.atEnd) session.goToNewest();
    scrollToEnd();
  };
  const from = cameFrom.value;
  const back = () => {
    if (from !== null) document.getElementById(elementId(from))?.focus();
    cameFrom.value = null;
  };
  return (
    <div class="jumps">
      {from !== null && (
        <button type="button" class="pill" onClick={back}>
          {speech.t("back-to-where")}
        </button>
      )}
      {(count > 0 || !talk.atEnd) && (
        <button type="button" class="pill" onClick={toNewest}>
          {count > 0 ? speech.t("new-messages", { count }) : speech.t("go-to-newest")}
        </button>
      )}
    </div>
  );
}
