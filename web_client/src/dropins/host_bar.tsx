// What a host needs while the rest is put away: who is here now, who is next, and the one button
// for it. On a phone it stays above the talk.

import { named } from "../ui/named";
import { usePlace } from "../ui/speaking";
import type { Card, HostView, LineView } from "../wire/protocol";
import { lineAct, move } from "./acting";
import { Press } from "./press";
import { hostActs } from "./scenes";
import { useNow } from "./ticking";
import { minutesSince, stageWords } from "./words";

const LOOK_EVERY_MS = 15_000;

export function HostBar({ view, card }: { view: LineView; card: Card }) {
  const { speech, session } = usePlace();
  const now = useNow(LOOK_EVERY_MS);
  const { hosting } = view;
  if (hosting === null) return null;
  const acts = hostActs(view, session.you.value, now);
  const urgent = hosting.calls.find(({ kind }) => kind === "help_now");
  return (
    <>
      {urgent !== undefined && <p class="care">{speech.t("console-call-help_now")}</p>}
      <div class="row">
        <Now card={card} hosting={hosting} now={now} />
        {acts.has("open") && (
          <Press kind="primary" act={() => move(session, "open_drop_in", {})}>
            {speech.t("console-open")}
          </Press>
        )}
        {acts.has("done") && (
          <Press act={() => move(session, "free_floor", { member: card.speaker })}>
            {speech.t("console-done")}
          </Press>
        )}
        {acts.has("invite") && hosting.line.some(canBeInvited) && (
          <Press kind="primary" act={() => lineAct(session, { type: "call_next" })}>
            {speech.t("console-invite")}
          </Press>
        )}
        {acts.has("go_on") && (
          <Press kind="primary" act={() => move(session, "thaw_floor", {})}>
            {speech.t("console-go-on")}
          </Press>
        )}
        {acts.has("carry") && (
          <span class="on-small">
            <Press kind="quiet" act={() => move(session, "freeze_floor", { carry: true })}>
              {speech.t("console-carry")}
            </Press>
          </span>
        )}
      </div>
    </>
  );
}

function Now({ card, hosting, now }: { card: Card; hosting: HostView; now: number }) {
  const { speech } = usePlace();
  const called = hosting.line.find(({ state }) => state === "called");
  const next = hosting.line.find(canBeInvited);
  if (card.frozen || card.speaker !== null || called !== undefined || next !== undefined) {
    const params = { minutes: minutesSince(card.speaker_since, now) };
    return (
      <p class="sentence">
        {card.frozen && speech.t("dropin-status-frozen")}
        {!card.frozen && card.speaker !== null &&
          named(speech, "console-bar-now", { name: card.speaker_name }, params)}
        {!card.frozen && card.speaker === null && called !== undefined &&
          named(speech, "console-bar-called", { name: called.name })}
        {!card.frozen && card.speaker === null && called === undefined && next !== undefined &&
          named(speech, "console-bar-next", { name: next.name })}
      </p>
    );
  }
  return <p class="sentence">{stageWords(speech, card, now)}</p>;
}

function canBeInvited({ state }: { state: string }): boolean {
  return state === "waiting";
}
