// Ways to another place in the talk: to what is new at its end, to where one stopped reading, and
// back to where one came from.

import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { isNewAbove, loadToWhereStopped } from "../state/stopped";
import { scrollToEnd, scrollToQuarter } from "../ui/scrolling";
import { usePlace } from "../ui/speaking";
import { elementId } from "./message";
import type { Sought } from "./sought";

interface JumpsProps {
  cameFrom: Signal<string | null>;
  sought: Sought | null;
}

export function Jumps({ cameFrom, sought }: JumpsProps) {
  const { speech, session } = usePlace();
  const seen = useRef(0);
  const talk = session.withheld.talk.value;
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
      {sought?.state === "not here" && (
        <a class="button pill" href={`/r/${session.room}/m/${sought.message}`}>
          {speech.t("message-not-here")}
        </a>
      )}
      {isNewAbove(session) && <WhereStopped />}
      {(count > 0 || !talk.atEnd) && (
        <button type="button" class="pill" onClick={toNewest}>
          {count > 0 ? speech.t("new-messages", { count }) : speech.t("go-to-newest")}
        </button>
      )}
    </div>
  );
}

/** What is new begins further up than what is shown. Nobody is taken there unasked. */
function WhereStopped() {
  const { speech, session } = usePlace();
  const go = async () => {
    session.isFollowing.value = false;
    await loadToWhereStopped(session);
    requestAnimationFrame(() => {
      const line = document.getElementById("new-since") ?? document.querySelector(".log article");
      if (line !== null) scrollToQuarter(line);
    });
  };
  return (
    <button type="button" class="pill" onClick={() => void go()}>
      {speech.t("go-to-where-stopped", { count: session.you.value?.unread ?? 0 })}
    </button>
  );
}
