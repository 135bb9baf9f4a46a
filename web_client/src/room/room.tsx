// The live room: the line, the talk, where one writes, and who is here.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { HelpNowButton } from "../dropins/help_now";
import { DropInPanel } from "../dropins/panel";
import { TurnRow } from "../dropins/turn_row";
import type { Shown } from "../state/room";
import { Announcer } from "../ui/announcer";
import { covers } from "../ui/covers";
import { named } from "../ui/named";
import { refusalText } from "../ui/refusals";
import { scrollToEnd } from "../ui/scrolling";
import { usePlace } from "../ui/speaking";
import { type Asks, canStillChange } from "./actions";
import { AfterAct } from "./after_act";
import { Composer } from "./composer";
import { Dialogs } from "./dialogs";
import { Holding } from "./holding";
import { Jumps } from "./jumps";
import { LineState } from "./line";
import { Log } from "./log";
import { People } from "./people";
import { useSought } from "./sought";
import { tellAddress } from "./telling";
import { WhyNot } from "./why_not";

export function Room() {
  const { session } = usePlace();
  return (
    <div class="room">
      <LineState />
      <div class="side">
        <DropInPanel />
        <People />
      </div>
      <div class="talk">{session.ending.value === null ? <Talking /> : <Ending />}</div>
      <Dialogs />
      <Announcer />
    </div>
  );
}

function Talking() {
  const { session, asked } = usePlace();
  const cameFrom = useSignal<string | null>(null);
  const replyTo = useSignal<Shown | null>(null);
  const sought = useSought();
  const asks = useMemo<Asks>(() => ({ reply: (message) => (replyTo.value = message) }), [replyTo]);
  const editLast = () => {
    const me = session.you.value?.member;
    const last = session.talk.value?.messages.findLast(
      (message) => message.author === me && message.gone === null,
    );
    if (last === undefined || !canStillChange(last, session.serverNow())) return;
    asked.value = { kind: "edit", message: last };
  };
  return (
    <>
      <Log asks={asks} cameFrom={cameFrom} sought={sought.value} />
      <Foot>
        <Jumps cameFrom={cameFrom} sought={sought.value} />
        <AfterAct />
        <Holding />
        <Writers />
        <TurnRow />
        <Writing>
          <Composer replyTo={replyTo} onEditLast={editLast} />
        </Writing>
      </Foot>
    </>
  );
}

/** Stays at the bottom of the screen; when it grows, who follows the talk still sees its end. */
function Foot({ children }: { children: preact.ComponentChildren }) {
  const { session } = usePlace();
  const foot = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const keepEnd = () => {
      if (session.isFollowing.value && session.talk.value?.atEnd) scrollToEnd();
    };
    const ends = [
      ...(foot.current === null ? [] : [covers(foot.current, "foot", keepEnd)]),
      ...[...document.querySelectorAll<HTMLElement>(".room-head")].map((head) =>
        covers(head, "head", keepEnd),
      ),
    ];
    return () => ends.forEach((end) => end());
  }, [session]);
  return (
    <div ref={foot} class="foot">
      {children}
    </div>
  );
}

/** The composer for members; for guests, the way to become one. */
function Writing({ children }: { children: preact.ComponentChildren }) {
  const { speech, session } = usePlace();
  if (session.talk.value === null) return null;
  if (session.you.value !== null) return <>{children}</>;
  return (
    <div id="composer" class="composer">
      <WhyNot />
      <p>
        {speech.t("composer-join")}{" "}
        <a href={`/join?next=/r/${session.room}`}>{speech.t("composer-join-link")}</a>
      </p>
    </div>
  );
}

function Writers() {
  const { speech, session } = usePlace();
  const [first, second, ...more] = session.company.writers.value;
  let words: preact.ComponentChildren = null;
  if (more.length > 0) words = speech.t("writing-several");
  else if (first && second) {
    words = named(speech, "writing-two", { first: first.name, second: second.name });
  } else if (first) words = named(speech, "writing-one", { name: first.name });
  return <p class="writers">{words}</p>;
}

function Ending() {
  const { speech, session } = usePlace();
  const ending = session.ending.value;
  if (ending === null) return null;
  return (
    <div class="care" role="alert">
      <p>{refusalText(speech, ending, session.serverNow())}</p>
      {ending.code === "stepped_out" && <HelpNowButton />}
      <p class="row">
        <a href="/">{speech.t("nav-rooms")}</a>
        <a href={tellAddress(session.room, null)}>{speech.t("tell")}</a>
      </p>
      <button type="button" onClick={() => session.goToNewest()}>
        {speech.t("line-try-now")}
      </button>
    </div>
  );
}
