// What a person can do in a room, as commands; the ids are made here, once.

import type { Reaction, SealedText } from "../wire/protocol";
import { checkBody } from "./body";
import { newPublicId } from "./ids";
import type { Ending, Session } from "./session";
import type { Shown } from "./room";

const id = () => ({ command_id: newPublicId() });

const UNKNOWN: Ending = { code: "retry", params: {} };

/** Sends the text, or says in `notice` why it cannot be sent; tells whether it was taken. */
export function post(session: Session, raw: string, replyTo: string | null): boolean {
  const checked = checkBody(raw);
  if ("code" in checked) {
    session.words.notice.value = { ...checked, retry_after: null };
    return false;
  }
  const { room } = session;
  session.write({ type: "post_message", room, ...id(), body: checked.body, reply_to: replyTo });
  return true;
}

/** As `post`, for new words in a message of one's own. */
export function edit(session: Session, message: string, raw: string): boolean {
  const checked = checkBody(raw);
  if ("code" in checked) {
    session.words.notice.value = { ...checked, retry_after: null };
    return false;
  }
  const { room } = session;
  session.write({ type: "edit_message", room, ...id(), message, body: checked.body });
  return true;
}

export function retract(session: Session, message: string): void {
  session.write({ type: "retract_message", room: session.room, ...id(), message });
}

/** Adds the reaction, or takes it back when it was given. */
export function react(session: Session, message: Shown, reaction: Reaction): void {
  const on = !message.mine.includes(reaction);
  const { room } = session;
  session.write({ type: "react", room, ...id(), message: message.message, reaction, on });
}

export function putBack(session: Session, message: string): void {
  session.write({ type: "restore_message", room: session.room, ...id(), message });
}

export function lift(session: Session, member: string, sanction: string): void {
  session.write({ type: "lift_sanction", room: session.room, ...id(), member, sanction });
}

export function changeName(session: Session, name: string): void {
  session.write({ type: "change_name", room: session.room, ...id(), name });
}

/** Takes the name for this room's tree; null when it is so, else why it is not. */
export async function takeName(session: Session, name: string): Promise<Ending | null> {
  const answer = await session.ask({ type: "change_name", room: session.room, ...id(), name });
  if (answer?.type !== "receipt") return answer?.type === "refused" ? answer : UNKNOWN;
  const you = session.you.value;
  // The entry may have come before, with the name as the house writes it.
  if (you?.asks_name) session.you.value = { ...you, name: name.trim(), asks_name: false };
  return null;
}

/**
 * The texts of a message that were taken away, oldest first, for staff who say why; or why there
 * are none. They are kept nowhere: whoever asked shows and forgets them.
 */
export async function openSealed(
  session: Session,
  message: string,
  why: string,
): Promise<readonly SealedText[] | Ending> {
  const checked = checkBody(why);
  if ("code" in checked) return checked;
  const { room } = session;
  const reason = checked.body.trim();
  const answer = await session.ask({ type: "open_sealed", room, message, reason });
  if (answer?.type === "sealed") return answer.texts;
  return answer?.type === "refused" ? answer : UNKNOWN;
}
