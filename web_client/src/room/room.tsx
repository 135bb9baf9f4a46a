// The live room: the line, the talk, where one writes, and who is here.

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Shown } from "../state/room";
import { Announcer } from "../ui/announcer";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";
import { type Asks, canStillChange } from "./actions";
import { Composer } from "./composer";
import { LineState } from "./line";
import { Log } from "./log";
import { EditDialog, RetractDialog } from "./own_words";
import { People } from "./people";

export function Room() {
  const { session } = usePlace();
  return (
    <div class="room">
      <LineState />
      <People />
      <div class="talk">{session.ending.value === null ? <Talking /> : <Ending />}</div>
      <Announcer />
    </div>
  );
}

function Talking() {
  const { session } = usePlace();
  const replyTo = useSignal<Shown | null>(null);
  const editing = useSignal<Shown | null>(null);
  const retracting = useSignal<Shown | null>(null);
  const asks = useMemo<Asks>(
    () => ({
      reply: (message) => (replyTo.value = message),
      edit: (message) => (editing.value = message),
      retract: (message) => (retracting.value = message),
    }),
    [replyTo, editing, retracting],
  );
  const editLast = () => {
    const me = session.you.value?.member;
    const now = session.serverNow();
    const last = session.talk.value?.messages.findLast(
      (message) => message.author === me && message.gone === null,
    );
    editing.value = last !== undefined && canStillChange(last, now) ? last : null;
  };
  return (
    <>
      <Log asks={asks} />
      <Writers />
      <Writing>
        <Composer replyTo={replyTo} onEditLast={editLast} />
      </Writing>
      {editing.value && (
        <EditDialog message={editing.value} onClose={() => (editing.value = null)} />
      )}
      {retracting.value && (
        <RetractDialog message={retracting.value} onClose={() => (retracting.value = null)} />
      )}
    </>
  );
}

/** The composer for members; for guests, the way to become one. */
function Writing({ children }: { children: preact.ComponentChildren }) {
  const { speech, session } = usePlace();
  if (session.talk.value === null) return null;
  if (session.you.value !== null) return <>{children}</>;
  return (
    <p id="composer" class="composer">
      {speech.t("composer-join")} <a href={`/join?next=/r/${session.room}`}>{speech.t("composer-join-link")}</a>
    </p>
  );
}

function Writers() {
  const { speech, session } = usePlace();
  const [first, second, ...more] = session.writers.value;
  let words = "";
  if (more.length > 0) words = speech.t("writing-several");
  else if (second) {
    words = speech.t("writing-two", { first: first?.name ?? "", second: second.name });
  } else if (first) words = speech.t("writing-one", { name: first.name });
  return <p class="writers">{words}</p>;
}

function Ending() {
  const { speech, session } = usePlace();
  const ending = session.ending.value;
  if (ending === null) return null;
  return (
    <div class="care" role="alert">
      <p>{refusalText(speech, ending, session.serverNow())}</p>
      <p>
        <a href="/">{speech.t("nav-rooms")}</a>
      </p>
      <button type="button" onClick={() => session.goToNewest()}>
        {speech.t("line-try-now")}
      </button>
    </div>
  );
}
