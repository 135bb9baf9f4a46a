// Speaks new messages to people who listen to the page: gathered for three seconds, at most two in
// words, more as a number. Silent about what was there already, about one's own words, and while
// the tab is hidden.

import { effect, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Shown, Talk } from "../state/room";
import { usePlace } from "./speaking";
import type { Speech } from "./speech";

const GATHER_MS = 3_000;
// Removed sooner, some screen readers miss it.
const STAYS_MS = 1_000;
const LONGEST_SPOKEN = 160;
const MOST_IN_WORDS = 2;

export function Announcer() {
  const { speech, session } = usePlace();
  const said = useSignal("");
  useEffect(() => {
    const say = (messages: readonly Shown[]) => {
      if (document.visibilityState === "visible") said.value = spoken(speech, messages);
      setTimeout(() => (said.value = ""), STAYS_MS);
    };
    const gather = gatherer(say);
    const isOthers = (message: Shown) => message.author !== session.you.peek()?.member;
    const fresh = freshMessages();
    return effect(() => gather(fresh(session.talk.value).filter(isOthers)));
  }, [speech, session, said]);
  return (
    <div id="say" class="vh" aria-live="polite">
      {said.value}
    </div>
  );
}

/** What was said since the last time it was asked; nothing the first time. */
function freshMessages(): (talk: Talk | null) => Shown[] {
  let heardTo: number | null = null;
  return (talk) => {
    if (talk === null) return [];
    const since = heardTo ?? Number.POSITIVE_INFINITY;
    heardTo = Math.max(heardTo ?? 0, talk.messages.at(-1)?.seq ?? 0);
    return talk.messages.filter((message) => message.seq > since);
  };
}

function gatherer(say: (messages: readonly Shown[]) => void): (more: readonly Shown[]) => void {
  let waiting: Shown[] = [];
  return (more) => {
    if (more.length === 0) return;
    const isFirst = waiting.length === 0;
    waiting.push(...more);
    if (!isFirst) return;
    setTimeout(() => {
      say(waiting);
      waiting = [];
    }, GATHER_MS);
  };
}

function spoken(speech: Speech, messages: readonly Shown[]): string {
  if (messages.length > MOST_IN_WORDS) return speech.t("say-many", { count: messages.length });
  return messages.map((message) => oneSpoken(speech, message)).join(" ");
}

function oneSpoken(speech: Speech, { name, role, body }: Shown): string {
  const words = [...(body ?? "")].slice(0, LONGEST_SPOKEN).join("");
  if (role === "member") return speech.t("say-message", { name, body: words });
  return speech.t("say-message-role", { name, role: speech.t(`role-${role}`), body: words });
}
