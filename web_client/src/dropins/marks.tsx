// What a drop-in did, as quiet lines between the messages: opened, closed, handed over, whose turn.

import type { Mark, Talk } from "../state/room";
import type { Session } from "../state/session";
import { named } from "../ui/named";
import { usePlace } from "../ui/speaking";
import type { DropInOpened, Ending, Handing, HostsChanged } from "../wire/protocol";

export function MarkLines({ marks = [] }: { marks?: readonly Mark[] | undefined }) {
  return marks.map((mark) => <MarkLine key={mark.seq} mark={mark} />);
}

function MarkLine({ mark }: { mark: Mark }) {
  const { speech } = usePlace();
  const words = keyOf(mark);
  if (words === null) return null;
  return (
    <li class="mark" data-mark={mark.event.type}>
      {words.member === null ? speech.t(words.key) : <OfSomebody words={words} />}
    </li>
  );
}

function OfSomebody({ words: { key, member, before, params } }: { words: Words }) {
  const { speech, session } = usePlace();
  const name = member === null ? null : nameIn(session, member);
  const from = before === undefined ? null : nameIn(session, before);
  if (name === null) return <>{speech.t(`${key}-unnamed`, params)}</>;
  return from === null
    ? named(speech, key, { name }, params)
    : named(speech, `${key}-over`, { from, name }, params);
}

const CLOSED: Record<Ending, string> = {
  host: "mark-closed",
  time: "mark-closed",
  unhosted: "mark-unhosted",
  moderator: "mark-closed-moderator",
  stopped: "mark-stopped",
};

const HANDED: Record<Exclude<Handing, "beside">, string> = {
  handed: "mark-handed",
  away: "mark-away",
  taken: "mark-taken",
};

const MINUTE_MS = 60_000;

interface Words {
  key: string;
  member: string | null;
  /** Who hosted before `member`. */
  before?: string;
  params?: Record<string, number>;
}

/** The text and whom it names; null where there is nothing to say. */
export function keyOf({ event }: Mark): Words | null {
  switch (event.type) {
    case "drop_in_opened":
      return opened(event);
    case "drop_in_closed":
      return { key: CLOSED[event.how], member: null };
    case "hosts_changed":
      return handed(event);
    case "floor_given":
      return { key: "mark-given", member: event.member };
    case "floor_freed":
      return event.gone ? { key: "mark-gone", member: null } : null;
    case "floor_frozen":
      return { key: "mark-frozen", member: null };
    case "floor_thawed":
      return { key: "mark-thawed", member: null };
    default:
      return null;
  }
}

function opened({ again, host, early_ms: earlyMs }: DropInOpened): Words {
  if (again) return { key: "mark-again", member: host };
  const minutes = Math.floor(earlyMs / MINUTE_MS);
  if (minutes === 0) return { key: "mark-opened", member: host };
  return { key: "mark-early", member: host, params: { minutes } };
}

/** Who handed over stays beside the new host. */
function handed({ how, host, co_host: before }: HostsChanged): Words | null {
  if (how === "beside") return null;
  const words = { key: HANDED[how], member: host };
  return how === "handed" && before !== null ? { ...words, before } : words;
}

type Where = Pick<Talk, "marks" | "messages" | "before">;

export interface Placed {
  /** By the message that they stand above. */
  above: ReadonlyMap<string, readonly Mark[]>;
  /** Below the last message. */
  below: readonly Mark[];
}

/** Where the marks stand among the messages; those further up than the first are left out. */
export function placed({ marks, messages, before }: Where): Placed {
  const above = new Map<string, Mark[]>();
  const below: Mark[] = [];
  const first = before === null ? 0 : (messages[0]?.seq ?? 0);
  for (const mark of marks) {
    if (mark.seq < first) continue;
    const next = messages.find(({ seq }) => seq > mark.seq)?.message;
    if (next === undefined) below.push(mark);
    else above.set(next, [...(above.get(next) ?? []), mark]);
  }
  return { above, below };
}

/** The name by which the page shows a member now; null for nobody it knows. */
function nameIn({ company, talk, dropIn, you }: Session, member: string): string | null {
  if (member === you.value?.member) return you.value.name;
  const here = company.here.value.people.find((person) => person.member === member);
  const said = talk.value?.messages.findLast((message) => message.author === member);
  const card = dropIn.view.value?.card;
  const host = card?.host === member ? card.host_name : null;
  const speaker = card?.speaker === member ? card.speaker_name : null;
  return here?.name || said?.name || host || speaker || null;
}
