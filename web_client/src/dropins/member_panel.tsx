// The panel for people who do not host: the session, one's own place, asking, and what comes after.

import { useSignal } from "@preact/signals";
import { usePlace } from "../ui/speaking";
import type { Card, LineView } from "../wire/protocol";
import { About } from "./about";
import { Asking } from "./asking";
import { Feedback } from "./feedback";
import { HeldReplies } from "./held";
import { Offer } from "./host_panel";
import { OwnQuestions } from "./own_questions";
import { Fold, Press } from "./press";
import { asksAside, holdsPlace, hostActs, isOver, takingIn } from "./scenes";
import { TakingForm } from "./taking";
import { YourPlace } from "./your_place";

export function MemberPanel({ view, card }: { view: LineView; card: Card }) {
  const { speech, session } = usePlace();
  const { yours } = view;
  const isGuest = session.you.value === null;
  // The entry comes before the snapshot: who was called and has the turn has been heard already.
  const isTalking = yours?.state === "talking" || session.dropIn.isMine.value;
  return (
    <>
      {view.hosting !== null && (
        <Offer
          hosting={view.hosting}
          acts={hostActs(view, session.you.value, session.serverNow())}
        />
      )}
      {yours !== null && yours.state !== "left" && !isTalking && (
        <YourPlace card={card} yours={yours} />
      )}
      <HeldReplies />
      <About card={card} />
      {isGuest && !isOver(card) && <JoinFirst />}
      {!isGuest && !holdsPlace(yours) && <Taking card={card} />}
      {!isGuest && card.form === "questions" && asksAside(card) && <Asking />}
      {!isGuest && card.form !== "questions" && asksAside(card) && (
        <Fold words={speech.t("dropin-ask")}>
          <Asking />
        </Fold>
      )}
      {!isGuest && isOver(card) && <OwnQuestions />}
      {!isGuest && (card.stage === "ended" || card.stage === "answered") && (
        <Fold words={speech.t("dropin-feedback")}>
          <Feedback />
        </Fold>
      )}
    </>
  );
}

/** The way to a place in line: one button, behind which there is nothing that must be filled in. */
function Taking({ card }: { card: Card }) {
  const { speech } = usePlace();
  const isOpen = useSignal(false);
  const taking = takingIn(card);
  if (taking === "none") return null;
  if (taking === "closed") return <p>{speech.t("refusal-line_closed")}</p>;
  const key = card.form === "circle" ? "live-take-circle" : "dropin-take";
  const words = speech.t(key);
  return (
    <div class="take">
      <p class="hint">
        {taking === "listed"
          ? speech.t("dropin-line-full")
          : speech.t("dropin-in-line", { count: card.in_line })}
      </p>
      {isOpen.value ? (
        <TakingForm
          card={card}
          yours={null}
          submit={words}
          onDone={() => {
            isOpen.value = false;
            arriveAtPlace();
          }}
        />
      ) : (
        <Press kind="primary" act={() => (isOpen.value = true)}>
          {words}
        </Press>
      )}
    </div>
  );
}

/** The form is gone, and with it where the keyboard was: the place that was taken is in its stead. */
function arriveAtPlace(): void {
  requestAnimationFrame(() => {
    const place = document.querySelector<HTMLElement>(".your-place");
    place?.focus({ preventScroll: true });
    place?.scrollIntoView({ block: "nearest" });
  });
}

function JoinFirst() {
  const { speech, session } = usePlace();
  return (
    <p>
      {speech.t("dropin-join")}{" "}
      <a href={`/join?next=/r/${session.room}`}>{speech.t("composer-join-link")}</a>
    </p>
  );
}
