// Who is here now, mentors first; reading quietly is as good as being shown.

import { useSignal } from "@preact/signals";
import { changeName } from "../state/acts";
import { named } from "../ui/named";
import { usePlace } from "../ui/speaking";
import type { Person } from "../wire/protocol";
import { isColleague, isStaff, outranks } from "./choices";
import { AllHeld } from "./held";
import { Moderation } from "./moderation";

const GROUPS: readonly { key: string; roles: readonly string[] }[] = [
  { key: "people-mentors", roles: ["mentor"] },
  { key: "people-staff", roles: ["moderator", "admin"] },
  { key: "people-members", roles: ["member"] },
];

export function People() {
  const { speech, session } = usePlace();
  const { people, others } = session.company.here.value;
  const crowd = others === "none" ? null : speech.t(`crowd-${others}`);
  return (
    <aside class="people" aria-label={speech.t("people")}>
      <details open={isBeside()}>
        <summary>{speech.t("people")}</summary>
        {GROUPS.map(({ key, roles }) => (
          <Group
            key={key}
            title={speech.t(key)}
            people={people.filter((person) => roles.includes(person.role))}
          />
        ))}
        {people.length === 0 && crowd === null && <p>{speech.t("people-nobody")}</p>}
        {crowd !== null && <p data-others={others}>{crowd}</p>}
        <AllHeld />
        <Yourself />
      </details>
    </aside>
  );
}

/** Whether there is a column for it beside the talk, as room.css has it. */
export function isBeside(): boolean {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return innerWidth >= 54 * rem;
}

function Group({ title, people }: { title: string; people: readonly Person[] }) {
  if (people.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <ul>
        {people.map((person) => (
          <li key={person.member} data-member={person.member}>
            <OnePerson person={person} />
          </li>
        ))}
      </ul>
    </>
  );
}

function OnePerson({ person }: { person: Person }) {
  const { speech, session } = usePlace();
  const you = session.you.value;
  const isYou = person.member === you?.member;
  const name = (
    <>
      <bdi>{person.name}</bdi>
      {isYou && ` (${speech.t("message-you")})`}
    </>
  );
  const mayAct = outranks(you?.role, person.role) || isColleague(person.role);
  if (isYou || !isStaff(you?.role) || !mayAct) return name;
  return (
    <details>
      <summary>{name}</summary>
      <Moderation whom={person} role={person.role} message={null} />
    </details>
  );
}

/** How one appears here: shown or not, and under which name. */
function Yourself() {
  const { speech, session } = usePlace();
  const you = session.you.value;
  if (you === null) return null;
  const isListed = session.company.shows(you.member);
  return (
    <div class="yourself">
      <button type="button" onClick={() => session.beListed(!isListed)}>
        {speech.t(isListed ? "listed-hide" : "listed-show")}
      </button>
      <p>{named(speech, "post-as", { name: you.name })}</p>
      <NameForm />
    </div>
  );
}

function NameForm() {
  const { speech, session } = usePlace();
  const name = useSignal("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (name.value.trim() !== "") changeName(session, name.value);
    name.value = "";
  };
  return (
    <details>
      <summary>{speech.t("change-name")}</summary>
      <form onSubmit={submit}>
        <label for="new-name">{speech.t("change-name-label")}</label>
        <input
          id="new-name"
          autocomplete="off"
          value={name.value}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
        <button type="submit">{speech.t("change-name-submit")}</button>
      </form>
    </details>
  );
}
