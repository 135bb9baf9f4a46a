// For staff: the pauses and removals in force, whoever set them and whenever, each to be ended.

import { lift } from "../state/acts";
import type { Session } from "../state/session";
import { inForce } from "../state/standing";
import { usePlace } from "../ui/speaking";
import { isStaff } from "./choices";

/** Everybody whom one is in force for. */
export function AllHeld() {
  const { speech, session } = usePlace();
  const now = session.serverNow();
  const sanctions = session.holds.sanctions.value;
  if (!isStaff(session.you.value?.role)) return null;
  const held = [...sanctions.keys()].filter((each) => inForce(sanctions, each, now).length > 0);
  if (held.length === 0) return null;
  return (
    <>
      <h2>{speech.t("people-held")}</h2>
      <ul class="held">
        {held.map((member) => {
          const name = nameOf(session, member) ?? speech.t("person-unnamed");
          return (
            <li key={member} data-held={member}>
              <bdi>{name}</bdi>
              <Held member={member} name={name} />
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** What is in force for one person. */
export function Held({ member, name }: { member: string; name: string }) {
  const { speech, session } = usePlace();
  const now = session.serverNow();
  return (
    <>
      {inForce(session.holds.sanctions.value, member, now).map(({ id, kind, until, reason }) => (
        <div key={id}>
          <p>
            {speech.t(kind === "mute" ? "paused-person" : "stepped-out-person", {
              until: speech.until(until, now),
            })}{" "}
            {speech.t("paused-why", { reason: speech.t(`reason-${reason}`) })}
          </p>
          <button
            type="button"
            aria-label={speech.t("lift-person", { name })}
            onClick={() => lift(session, member, id)}
          >
            {speech.t("lift")}
          </button>
        </div>
      ))}
    </>
  );
}

/** The name by which the page shows a member now, else the one that joining told. */
function nameOf(session: Session, member: string): string | null {
  const here = session.company.here.value.people.find((person) => person.member === member);
  const said = session.talk.value?.messages.findLast((message) => message.author === member);
  const told = session.holds.sanctions.value.get(member)?.find((each) => each.name !== null);
  return here?.name || said?.name || told?.name || null;
}
