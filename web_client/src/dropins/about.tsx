// The card of a session: who, what, until when, in which languages, and where it stands.

import { named } from "../ui/named";
import { usePlace } from "../ui/speaking";
import type { Card } from "../wire/protocol";
import { isOver } from "./scenes";
import { useNow } from "./ticking";
import { languageNames, nextWords, stageWords } from "./words";

const LOOK_EVERY_MS = 20_000;

export function About({ card }: { card: Card }) {
  const { speech } = usePlace();
  const now = useNow(LOOK_EVERY_MS);
  const next = nextWords(speech, card, now);
  return (
    <div class="about-session">
      <p class={card.frozen || card.stage === "host_away" ? "care" : "stands"}>
        {stageWords(speech, card, now)}
      </p>
      {!isOver(card) && <What card={card} />}
      {(isOver(card) || card.stopped) && next !== null && <p>{next}</p>}
      {(card.stage === "unhosted" || card.stopped) && (
        <p>
          <a href="/help">{speech.t("nav-help")}</a>
        </p>
      )}
    </div>
  );
}

function What({ card }: { card: Card }) {
  const { speech } = usePlace();
  return (
    <>
      {card.about !== "" && <p dir="auto">{card.about}</p>}
      <p class="hint">{speech.t(`dropin-form-${card.form}`)}</p>
      <p class="hint">
        {speech.t("dropin-languages", { languages: languageNames(speech, card.languages) })}
      </p>
      {card.second_name !== "" && (
        <p class="hint">{named(speech, "dropin-second", { name: card.second_name })}</p>
      )}
      {card.expert && (
        <p class="hint">
          {speech.t("dropin-expect-expert", {
            host: card.host_name,
            issuer: card.expert_issuer,
            scope: card.expert_scope,
          })}
        </p>
      )}
      {card.speaker !== null && card.speaker_name !== "" && (
        <p>{named(speech, `live-speaks-${card.form}`, { name: card.speaker_name })}</p>
      )}
    </>
  );
}
