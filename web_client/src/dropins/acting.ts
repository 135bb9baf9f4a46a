// What a person does about a drop-in. What moves the floor is a command of the room, whose id is
// kept over every retry; what moves the line is asked over HTTP and answered with a new snapshot.

import { newPublicId } from "../state/ids";
import { TRY_AGAIN } from "../state/outbox";
import type { Ending, Session } from "../state/session";
import { type Answered, post, remove } from "../wire/http";
import type { Hosting, LineAct, LineView } from "../wire/protocol";

const MAX_TRIES = 8;
const RETRY_MS = 1_000;
const UNKNOWN: Ending = { code: "retry", params: {} };

type Kind = Hosting["type"];
type Rest<Type extends Kind> = Omit<
  Extract<Hosting, { type: Type }>,
  "type" | "ref" | "room" | "command_id" | "drop_in"
>;

/** Does it about this session; tells whether it was done. A no is kept where the panel shows it. */
export async function lineAct(session: Session, act: LineAct): Promise<boolean> {
  return doing(session, (dropIn) => actOn(session, dropIn, act));
}

/** Moves the floor, or opens, closes or hands over the session; as `lineAct`. */
export async function move<Type extends Kind>(
  session: Session,
  type: Type,
  rest: Rest<Type>,
): Promise<boolean> {
  const base = { room: session.room, command_id: newPublicId() };
  return doing(session, (drop_in) =>
    submit(session, { type, ...base, drop_in, ...rest } as Hosting),
  );
}

/** Asks something of this session that is no act on its line; as `lineAct`. */
export async function tell(session: Session, path: string, body: unknown): Promise<boolean> {
  return doing(session, async (dropIn) => {
    const said = await post<LineView | undefined>(`/api/drop-ins/${dropIn}/${path}`, body);
    return taken(session, said);
  });
}

/** Takes something of this session back; as `lineAct`. */
export async function takeBack(session: Session, path: string): Promise<boolean> {
  return doing(session, async (dropIn) => {
    return taken(session, await remove<LineView>(`/api/drop-ins/${dropIn}/${path}`));
  });
}

async function doing(
  session: Session,
  act: (dropIn: string) => Promise<Ending | null>,
): Promise<boolean> {
  const { dropIn } = session;
  const id = dropIn.view.value?.card?.drop_in;
  if (id === undefined || dropIn.isDoing.value) return false;
  dropIn.isDoing.value = true;
  dropIn.refusal.value = null;
  const refusal = await act(id);
  dropIn.isDoing.value = false;
  dropIn.refusal.value = refusal;
  return refusal === null;
}

async function actOn(session: Session, dropIn: string, act: LineAct): Promise<Ending | null> {
  return taken(session, await post<LineView>(`/api/drop-ins/${dropIn}/line`, act));
}

/** Takes the snapshot in an answer, if there is one; the no, if there is one. */
function taken(session: Session, said: Answered<LineView | undefined>): Ending | null {
  if ("refusal" in said) return said.refusal;
  if (said.answer !== undefined) session.dropIn.take(said.answer);
  return null;
}

/** One command, one effect, however often it has to be sent. */
async function submit(session: Session, command: Hosting): Promise<Ending | null> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const answer = await session.ask(command);
    if (answer?.type === "receipt") return null;
    if (answer?.type === "refused" && !TRY_AGAIN.has(answer.code)) return answer;
    const wait = answer?.type === "refused" ? answer.retry_after : null;
    await session.passing(wait ?? RETRY_MS);
  }
  return UNKNOWN;
}
