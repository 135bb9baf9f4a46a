// What one has asked the hosts of this session, each with its answer; it can be taken back.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Session } from "../state/session";
import { usePlace } from "../ui/speaking";
import { get } from "../wire/http";
import { takeBack } from "./acting";
import { Press } from "./press";

interface OwnQuestion {
  question: string;
  body: string;
  answer: string;
  read_out: boolean;
}

export function OwnQuestions() {
  const { speech, session } = usePlace();
  const own = useSignal<readonly OwnQuestion[]>([]);
  const view = session.dropIn.view.value;
  const isGuest = session.you.value === null;
  const version = view?.version;
  useEffect(() => {
    if (!isGuest) void read(session).then((found) => (own.value = found));
  }, [session, own, version, isGuest]);
  if (own.value.length === 0) return null;
  return (
    <>
      <h3>{speech.t("dropin-ask-mine")}</h3>
      <ul class="own-questions">
        {own.value.map((each) => (
          <li key={each.question}>
            <blockquote dir="auto">{each.body}</blockquote>
            <Fate asked={each} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What became of it. */
function Fate({ asked }: { asked: OwnQuestion }) {
  const { speech, session } = usePlace();
  const { question, answer, read_out: isReadOut } = asked;
  if (isReadOut) return <p class="hint">{speech.t("dropin-ask-read")}</p>;
  if (answer !== "") {
    return (
      <>
        <p class="hint">{speech.t("dropin-ask-answered")}</p>
        <blockquote dir="auto">{answer}</blockquote>
      </>
    );
  }
  return (
    <div class="row">
      <span class="hint">{speech.t("dropin-ask-waits")}</span>
      <Press kind="quiet" act={() => takeBack(session, `questions/${question}`)}>
        {speech.t("dropin-ask-back")}
      </Press>
    </div>
  );
}

async function read(session: Session): Promise<readonly OwnQuestion[]> {
  const dropIn = session.dropIn.view.peek()?.card?.drop_in;
  if (dropIn === undefined) return [];
  const path = `/api/drop-ins/${dropIn}/questions`;
  const said = await get<{ questions: readonly OwnQuestion[] }>(path);
  return "answer" in said ? said.answer.questions : [];
}
