// "More than I can carry": one press that calls moderators and makes a short pause, and then words
// and numbers that help. Also the pause by itself.

import { usePlace } from "../ui/speaking";
import type { Card, HostView } from "../wire/protocol";
import { move } from "./acting";
import { Taken } from "./calls";
import { HelpLines } from "./help_lines";
import { Fold, Press } from "./press";
import type { HostAct } from "./scenes";

const CARRY_WORDS = ["console-carry-words-1", "console-carry-words-2", "console-carry-words-3"];

interface CarryingProps {
  card: Card;
  hosting: HostView;
  acts: ReadonlySet<HostAct>;
}

export function Carrying({ card, hosting, acts }: CarryingProps) {
  const { speech, session } = usePlace();
  const call = hosting.calls.find(({ kind }) => kind === "carry");
  const goOn = acts.has("go_on") && (
    <Press act={() => move(session, "thaw_floor", {})}>{speech.t("console-go-on")}</Press>
  );
  if (call === undefined) {
    if (!card.frozen) return null;
    return (
      <div class="care">
        <p>{speech.t("console-paused")}</p>
        {goOn}
      </div>
    );
  }
  return (
    <section class="carrying care" aria-labelledby="carry-heading">
      <h3 id="carry-heading">{speech.t("console-carry-title")}</h3>
      <p>{speech.t("console-carry-told")}</p>
      <Taken call={call} />
      <p>{speech.t("console-carry-words")}</p>
      <ul>
        {CARRY_WORDS.map((key) => (
          <li key={key}>{speech.t(key)}</li>
        ))}
      </ul>
      {goOn}
      <Fold words={speech.t("console-carry-lines")}>
        <HelpLines />
      </Fold>
    </section>
  );
}
