// The panel for hosts and moderators: first what cannot wait, then who is here now, who is next,
// and the questions; the rest of what can be done lies below.

import { useSignal } from "@preact/signals";
import { named } from "../ui/named";
import { usePlace } from "../ui/speaking";
import type { Card, HostView, LineView } from "../wire/protocol";
import { About } from "./about";
import { lineAct, move } from "./acting";
import { Calls } from "./calls";
import { Carrying } from "./carrying";
import { Fold, Press } from "./press";
import { AskedQuestions } from "./questions";
import { type HostAct, hostActs, isOver } from "./scenes";
import { SpeakingNow } from "./speaking_now";
import { useNow } from "./ticking";
import { AtHand, Tools } from "./tools";
import { WaitingPerson } from "./waiting_person";
import { leftWords } from "./words";

const LOOK_EVERY_MS = 5_000;

interface HostPanelProps {
  view: LineView;
  card: Card;
  hosting: HostView;
}

export function HostPanel({ view, card, hosting }: HostPanelProps) {
  const { speech, session } = usePlace();
  const now = useNow(LOOK_EVERY_MS);
  const acts = hostActs(view, session.you.value, now);
  return (
    <>
      <Calls calls={hosting.calls} />
      <Carrying card={card} hosting={hosting} acts={acts} />
      <Well hosting={hosting} />
      <Offer hosting={hosting} acts={acts} />
      <Begin card={card} acts={acts} hosting={hosting} now={now} />
      <SpeakingNow card={card} hosting={hosting} acts={acts} />
      <AtHand acts={acts} />
      <Next card={card} hosting={hosting} acts={acts} />
      {hosting.questions.length > 0 && (
        <AskedQuestions card={card} questions={hosting.questions} />
      )}
      <Load load={hosting.load} />
      <Tools card={card} hosting={hosting} acts={acts} />
      <Fold words={speech.t("console-about")}>
        <About card={card} />
      </Fold>
    </>
  );
}

interface BeginProps extends Acts {
  card: Card;
  hosting: HostView;
  now: number;
}

/** Opening the session, taking it over, or undoing its end. */
function Begin({ card, acts, hosting, now }: BeginProps) {
  const { speech, session } = usePlace();
  const until = hosting.may_undo_until;
  return (
    <>
      {(acts.has("open") || acts.has("undo")) && <About card={card} />}
      <div class="row">
        {acts.has("open") && (
          <Press kind="primary" act={() => move(session, "open_drop_in", {})}>
            {speech.t("console-open")}
          </Press>
        )}
        {acts.has("take_over") && (
          <Press act={() => move(session, "take_hosting", {})}>
            {speech.t("console-take")}
          </Press>
        )}
        {acts.has("undo") && until !== null && (
          <Press kind="primary" act={() => move(session, "reopen_drop_in", {})}>
            {speech.t("console-undo")} ({leftWords(until, now)})
          </Press>
        )}
      </div>
    </>
  );
}

interface Acts {
  acts: ReadonlySet<HostAct>;
}

/** Once in a while the host is asked; who does not answer is looked after. */
function Well({ hosting }: { hosting: HostView }) {
  const { speech, session } = usePlace();
  if (hosting.well_due === null || !hosting.hosts) return null;
  return (
    <div class="care">
      <p>{speech.t("console-well")}</p>
      <div class="row">
        <Press act={() => lineAct(session, { type: "all_well" })}>
          {speech.t("console-well-yes")}
        </Press>
      </div>
      <p class="hint">{speech.t("console-well-hint")}</p>
    </div>
  );
}

/** A hand-over that waits for somebody. */
export function Offer({ hosting, acts }: { hosting: HostView } & Acts) {
  const { speech, session } = usePlace();
  return (
    <>
      {hosting.offered_to !== null && !hosting.offered_you && (
        <p class="care">{named(speech, "console-offered", { name: hosting.offered_name })}</p>
      )}
      {acts.has("accept") && (
        <div class="care">
          <p>{speech.t("console-offered-you")}</p>
          <Press kind="primary" act={() => move(session, "take_hosting", {})}>
            {speech.t("console-accept")}
          </Press>
        </div>
      )}
      {hosting.handed_note !== "" && (
        <div class="told">
          <p class="hint">{speech.t("console-handed")}</p>
          <blockquote dir="auto">{hosting.handed_note}</blockquote>
        </div>
      )}
    </>
  );
}

/** Who waits, in order; a long line shows its beginning. */
function Next({ card, hosting, acts }: { card: Card; hosting: HostView } & Acts) {
  const { speech } = usePlace();
  const isWhole = useSignal(false);
  const hasLine = card.form === "line" || card.form === "circle";
  if (!hasLine || (isOver(card) && hosting.line.length === 0)) return null;
  const line = hosting.line.filter(({ state }) => state !== "talking");
  const shown = isWhole.value ? line : line.slice(0, SHOWN_AT_FIRST);
  return (
    <section aria-labelledby="next-heading">
      <h3 id="next-heading">{speech.t("console-line", { count: line.length })}</h3>
      {line.length === 0 && (
        <p class="hint">
          {hosting.coming === null
            ? speech.t("console-nobody")
            : speech.t("console-nobody-yet", { count: hosting.coming })}
        </p>
      )}
      <ol class="waiting">
        {shown.map((person, index) => (
          <WaitingPerson
            key={person.member}
            person={person}
            card={card}
            isFirst={index === 0}
            mayInvite={acts.has("invite")}
          />
        ))}
      </ol>
      {line.length > SHOWN_AT_FIRST && (
        <button type="button" class="quiet" onClick={() => (isWhole.value = !isWhole.value)}>
          {speech.t(isWhole.value ? "message-less" : "console-line-whole")}
        </button>
      )}
    </section>
  );
}

const SHOWN_AT_FIRST = 5;

/** What is much, before it is too much. Said, never enforced. */
function Load({ load }: { load: readonly string[] }) {
  const { speech } = usePlace();
  if (load.length === 0) return null;
  return (
    <ul class="load care">
      {load.map((code) => (
        <li key={code}>{speech.t(`console-load-${code}`)}</li>
      ))}
    </ul>
  );
}
