// Who is with the host now: their question, and how long it has been, counted up and never down.

import { usePlace } from "../ui/speaking";
import type { Card, HostView } from "../wire/protocol";
import { lineAct, move } from "./acting";
import { Press } from "./press";
import type { HostAct } from "./scenes";
import { useNow } from "./ticking";
import { minutesSince } from "./words";

const LOOK_EVERY_MS = 15_000;

interface SpeakingNowProps {
  card: Card;
  hosting: HostView;
  acts: ReadonlySet<HostAct>;
}

export function SpeakingNow({ card, hosting, acts }: SpeakingNowProps) {
  const { speech, session } = usePlace();
  const now = useNow(LOOK_EVERY_MS);
  if (card.speaker === null) return null;
  const hasNext = card.form === "line" && hosting.line.some(({ state }) => state === "waiting");
  const free = () => move(session, "free_floor", { member: card.speaker });
  const next = async () => {
    if (await free()) await lineAct(session, { type: "call_next" });
  };
  const minutes = minutesSince(card.speaker_since, now);
  return (
    <section class="with-you" aria-labelledby="now-heading">
      <h3 id="now-heading">{speech.t("console-now")}</h3>
      <p class="place">
        <bdi>{card.speaker_name}</bdi>{" "}
        <span class="hint">{speech.t("console-minutes", { minutes })}</span>
      </p>
      {hosting.speaker !== null && hosting.speaker.question !== "" && (
        <blockquote dir="auto">{hosting.speaker.question}</blockquote>
      )}
      {hosting.speaker !== null && hosting.speaker.note !== "" && (
        <p class="hint">
          {speech.t("console-note")}: <span dir="auto">{hosting.speaker.note}</span>
        </p>
      )}
      {acts.has("done") && (
        <div class="row">
          {hasNext && (
            <Press kind="primary" act={next}>
              {speech.t("console-done-next")}
            </Press>
          )}
          <Press kind={hasNext ? "quiet" : "primary"} act={free}>
            {speech.t("console-done")}
          </Press>
        </div>
      )}
    </section>
  );
}
