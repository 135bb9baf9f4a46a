// Calls for help that are open, shown before everything else. Who takes them is said, and so is it
// when nobody has.

import { named } from "../ui/named";
import { usePlace } from "../ui/speaking";
import type { Called } from "../wire/protocol";

export function Calls({ calls }: { calls: readonly Called[] }) {
  const { speech } = usePlace();
  const shown = calls.filter(({ kind }) => kind !== "carry");
  if (shown.length === 0) return null;
  return (
    <section class="calls" aria-labelledby="calls-heading">
      <h3 id="calls-heading">{speech.t("console-calls")}</h3>
      <ul>
        {shown.map((call) => (
          <li key={call.call} class="care" data-call={call.kind}>
            <Call call={call} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Call({ call }: { call: Called }) {
  const { speech } = usePlace();
  return (
    <>
      <p>
        <strong>{speech.t(`console-call-${call.kind}`)}</strong>{" "}
        {call.name !== "" && <bdi>{call.name}</bdi>} <time>{speech.clock(call.at)}</time>
      </p>
      {call.note !== "" && <blockquote dir="auto">{call.note}</blockquote>}
      <Taken call={call} />
    </>
  );
}

/** Whether somebody comes. */
export function Taken({ call }: { call: Called }) {
  const { speech } = usePlace();
  if (call.taken_by !== "") {
    return <p>{named(speech, "console-call-taken", { name: call.taken_by })}</p>;
  }
  return <p>{speech.t(call.unanswered ? "console-call-unanswered" : "console-not-taken")}</p>;
}
