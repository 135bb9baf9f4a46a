// The rest of what a host can do, in the order of how often it is needed; ending lies apart.

import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { usePlace } from "../ui/speaking";
import type { Card, HostView } from "../wire/protocol";
import { lineAct, move } from "./acting";
import { Fold, Press } from "./press";
import type { HostAct } from "./scenes";
import { WordsForm } from "./words_form";

const MAX_TOLD = 300;
const MAX_NOTE = 600;
const LATE_MINUTES = [5, 10, 15];

interface ToolsProps {
  card: Card;
  hosting: HostView;
  acts: ReadonlySet<HostAct>;
}

/** What has to be found without looking for it. */
export function AtHand({ acts }: Pick<ToolsProps, "acts">) {
  const { speech, session } = usePlace();
  return (
    <div class="row">
      {acts.has("carry") && (
        <Press kind="carry-now" act={() => move(session, "freeze_floor", { carry: true })}>
          {speech.t("console-carry")}
        </Press>
      )}
      {acts.has("pause") && (
        <Press kind="quiet" act={() => move(session, "freeze_floor", {})}>
          {speech.t("console-pause")}
        </Press>
      )}
    </div>
  );
}

export function Tools({ card, hosting, acts }: ToolsProps) {
  const { speech, session } = usePlace();
  return (
    <div class="tools">
      <div class="row">
        {acts.has("close_line") && (
          <Press act={() => lineAct(session, { type: "close_line" })}>
            {speech.t("console-close-line")}
          </Press>
        )}
        {acts.has("open_line") && (
          <Press act={() => lineAct(session, { type: "open_line" })}>
            {speech.t("console-open-line")}
          </Press>
        )}
      </div>
      {acts.has("tell") && (
        <Fold words={speech.t("console-tell")}>
          <WordsForm
            words={speech.t("console-tell-label")}
            submit={speech.t("console-send")}
            most={MAX_TOLD}
            send={(words) => lineAct(session, { type: "tell_waiting", words })}
          />
        </Fold>
      )}
      {acts.has("late") && <Late />}
      {acts.has("co_host") && <CoHost card={card} hosting={hosting} />}
      {acts.has("hand_over") && <HandOver hosting={hosting} />}
      {acts.has("ask_moderator") && (
        <Fold words={speech.t("console-private")}>
          <WordsForm
            words={speech.t("console-private-label")}
            submit={speech.t("console-send")}
            most={MAX_NOTE}
            isOptional
            send={(note) => lineAct(session, { type: "ask_moderator", note })}
          />
        </Fold>
      )}
      {acts.has("end") && (
        <div class="row apart">
          <Press act={() => move(session, "close_drop_in", {})}>{speech.t("console-end")}</Press>
          <span class="hint">{speech.t("console-end-hint")}</span>
        </div>
      )}
    </div>
  );
}

function Late() {
  const { speech, session } = usePlace();
  return (
    <Fold words={speech.t("console-late")}>
      <div class="row">
        {LATE_MINUTES.map((minutes) => (
          <Press key={minutes} act={() => lineAct(session, { type: "run_late", minutes })}>
            {speech.t("console-late-minutes", { minutes })}
          </Press>
        ))}
      </div>
    </Fold>
  );
}

function CoHost({ card, hosting }: { card: Card; hosting: HostView }) {
  const { speech, session } = usePlace();
  const chosen = useSignal("");
  return (
    <Fold words={speech.t("console-cohost")}>
      {card.second_name !== "" && (
        <div class="row">
          <bdi>{card.second_name}</bdi>
          <Press kind="quiet" act={() => move(session, "name_co_host", { member: null })}>
            {speech.t("console-cohost-none")}
          </Press>
        </div>
      )}
      <Helpers hosting={hosting} chosen={chosen} />
      {chosen.value !== "" && (
        <Press act={() => move(session, "name_co_host", { member: chosen.value })}>
          {speech.t("console-cohost-submit")}
        </Press>
      )}
    </Fold>
  );
}

/** With a note that the next host alone reads. The session stays here until it is accepted. */
function HandOver({ hosting }: { hosting: HostView }) {
  const { speech, session } = usePlace();
  const chosen = useSignal("");
  const offer = (note: string) =>
    lineAct(session, { type: "offer_hosting", member: chosen.value, note });
  return (
    <Fold words={speech.t("console-hand")}>
      <Helpers hosting={hosting} chosen={chosen} />
      {chosen.value !== "" && (
        <WordsForm
          words={speech.t("console-hand-note")}
          hint={speech.t("console-hand-hint")}
          submit={speech.t("console-hand-submit")}
          most={MAX_NOTE}
          isOptional
          send={offer}
        />
      )}
    </Fold>
  );
}

function Helpers({ hosting, chosen }: { hosting: HostView; chosen: { value: string } }) {
  const { speech } = usePlace();
  const id = useId();
  if (hosting.helpers.length === 0) return <p class="hint">{speech.t("console-helpers-none")}</p>;
  return (
    <div class="field">
      <label for={id}>{speech.t("console-cohost-name")}</label>
      <select
        id={id}
        value={chosen.value}
        onChange={(event) => (chosen.value = event.currentTarget.value)}
      >
        <option value="">{speech.t("console-helpers-choose")}</option>
        {hosting.helpers.map(({ member, name }) => (
          <option key={member} value={member}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
