// It is one's turn: what was asked, and the three ways on. The time that is left is shown, spoken
// at the beginning and once near its end, and can be had again as often as needed.

import { useRef } from "preact/hooks";
import { named } from "../ui/named";
import { usePlace } from "../ui/speaking";
import type { Card, YourPlace } from "../wire/protocol";
import { lineAct, move } from "./acting";
import { Press } from "./press";
import { useNow } from "./ticking";
import { leftWords } from "./words";

const NEAR_END_MS = 30_000;

export function Called({ card, yours }: { card: Card; yours: YourPlace }) {
  const { speech, session } = usePlace();
  const host = card.host_name;
  const begin = async () => {
    // Where it is said; what was pressed is gone then.
    if (await move(session, "take_floor", {})) document.getElementById("composer-text")?.focus();
  };
  return (
    <div class="called">
      <p class="place">{speech.t("dropin-place-called")}</p>
      {yours.question !== "" && (
        <>
          <p class="hint">{named(speech, "live-sees-question", { host })}</p>
          <blockquote dir="auto">{yours.question}</blockquote>
        </>
      )}
      <div class="ways-on">
        <Press kind="primary" act={begin}>
          {speech.t("dropin-ready")}
        </Press>
        <Press act={() => lineAct(session, { type: "more_time" })}>
          {speech.t("dropin-more")}
        </Press>
        <Press act={() => lineAct(session, { type: "pass_turn" })}>{speech.t("dropin-pass")}</Press>
      </div>
      <p class="hint">{speech.t("live-more-often")}</p>
      {yours.until !== null && <Left until={yours.until} />}
    </div>
  );
}

function Left({ until }: { until: number }) {
  const { speech } = usePlace();
  const now = useNow(1_000);
  const saidFor = useRef(0);
  const isNear = until - now <= NEAR_END_MS && until > now;
  if (isNear) saidFor.current = until;
  return (
    <>
      <p class="left">
        {until > now
          ? speech.t("live-left", { left: leftWords(until, now) })
          : speech.t("live-left-over")}
      </p>
      <span class="vh" role="status">
        {saidFor.current === until && speech.t("live-left-soon")}
      </span>
    </>
  );
}
