// Speaks new messages to people who listen to the page: at most two in words, more as a number, and
// nothing while the tab is hidden.

import { effect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Shown } from "../state/room";
import { wallClock } from "../wire/clock";
import { Announcements } from "./announcements";
import { shownName } from "./named";
import { usePlace } from "./speaking";
import type { Speech } from "./speech";

const LONGEST_SPOKEN = 160;
const MOST_IN_WORDS = 2;

export function Announcer() {
  const { speech, session } = usePlace();
  const announcements = useMemo(
    () =>
      new Announcements({
        clock: wallClock,
        isHeard: () => document.visibilityState === "visible",
        words: (messages) => spoken(speech, messages),
      }),
    [speech],
  );
  useEffect(
    () =>
      effect(() => {
        const me = session.you.peek()?.member ?? null;
        announcements.follow(session.withheld.talk.value, me);
      }),
    [session, announcements],
  );
  return (
    <div id="say" class="vh" aria-live="polite">
      {announcements.said.value}
    </div>
  );
}

function spoken(speech: Speech, messages: readonly Shown[]): string {
  if (messages.length > MOST_IN_WORDS) return speech.t("say-many", { count: messages.length });
  return messages.map((message) => oneSpoken(speech, message)).join(" ");
}

function oneSpoken(speech: Speech, { name: stored, role, body }: Shown): string {
  const name = shownName(speech, stored);
  const words = [...(body ?? "")].slice(0, LONGEST_SPOKEN).join("");
  if (role === "member") return speech.t("say-message", { name, body: words });
  return speech.t("say-message-role", { name, role: speech.t(`role-${role}`), body: words });
}
