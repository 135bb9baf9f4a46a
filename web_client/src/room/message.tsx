// One message in the room: who, when, the words or the kind words in their place, and what it
// answers. Drawn again only when something of it changed.

import { Component } from "preact";
import type { Shown } from "../state/room";
import { Body } from "../ui/body";
import { named, shownName } from "../ui/named";
import { type Place, usePlace } from "../ui/speaking";
import { Actions, type Asks } from "./actions";
import { given, Reactions } from "./reactions";

export interface MessageProps {
  message: Shown;
  /** What it answers: a message that is shown, null for one further up, undefined for none. */
  quoted: Shown | null | undefined;
  isMine: boolean;
  /** The one message that the Tab key stops at. */
  isCurrent: boolean;
  /** The one that the reader came for. */
  isSought: boolean;
  /** Their first message here, unanswered so far; helpers alone are told. */
  isFirst: boolean;
  asks: Asks;
  onJump(to: string, from: string): void;
}

export class MessageItem extends Component<MessageProps> {
  override shouldComponentUpdate(next: Readonly<MessageProps>): boolean {
    const names = Object.keys(next) as (keyof MessageProps)[];
    return names.some((name) => next[name] !== this.props[name]);
  }

  override render(props: Readonly<MessageProps>) {
    return <Article {...props} />;
  }
}

function Article(props: MessageProps) {
  const { message, quoted, isMine, isCurrent, isSought, asks, onJump } = props;
  const { speech, session } = usePlace();
  const id = elementId(message.message);
  const tabIndex = isCurrent ? 0 : -1;
  const isGone = message.gone !== null;
  return (
    <article
      id={id}
      class={`message${isMine ? " mine" : ""}${isGone ? " gone" : ""}`}
      data-message={message.message}
      data-seq={message.seq}
      tabIndex={tabIndex}
      aria-current={isSought ? "true" : undefined}
      aria-labelledby={`${id}-who ${id}-asked ${id}-body ${id}-extra ${id}-time`}
    >
      <p class="meta">
        <Who id={id} {...props} />
        <a
          class="when"
          tabIndex={tabIndex}
          href={`/r/${session.room}/m/${message.message}`}
          aria-label={`${speech.t("message-link")}, ${speech.clock(message.at)}`}
        >
          <time id={`${id}-time`} dateTime={new Date(message.at).toISOString()}>
            {speech.clock(message.at)}
          </time>
        </a>
        {message.edited_at !== null && !isGone && (
          <span class="edited">{speech.t("message-edited")}</span>
        )}
      </p>
      {message.read_out && !isGone && <AskedBy id={id} message={message} />}
      {quoted !== undefined && <Quote quoted={quoted} from={message} onJump={onJump} />}
      {isGone ? (
        <p id={`${id}-body`} class="kind">
          {kindWords({ speech }, message, isMine)}
        </p>
      ) : (
        <Body id={`${id}-body`} text={message.body ?? ""} />
      )}
      <span id={`${id}-extra`} class="vh">
        {extra({ speech }, message, quoted)}
      </span>
      {!isGone && <Reactions message={message} offered={given(message)} tabIndex={tabIndex} />}
      <Actions message={message} isMine={isMine} tabIndex={tabIndex} asks={asks} />
    </article>
  );
}

function Who({ id, message, isMine, isFirst }: MessageProps & { id: string }) {
  const { speech } = usePlace();
  const { role, played } = message;
  const name = shownName(speech, message.name);
  return (
    <span id={`${id}-who`} class="who">
      {message.name === "" ? <span class="name left">{name}</span> : <bdi class="name">{name}</bdi>}
      {role !== "member" && <Mark kind={`role ${role}`} words={speech.t(`role-${role}`)} />}
      {played && <Mark kind="played" words={speech.t("played")} />}
      {isFirst && <Mark kind="first-time" words={speech.t("message-first")} />}
      {isMine && <span class="self"> ({speech.t("message-you")})</span>}
    </span>
  );
}

/** A question that was read out is somebody else's: named only where its asker ticked so. */
function AskedBy({ id, message }: { id: string; message: Shown }) {
  const { speech } = usePlace();
  const { asked_by: asker, asked_name: name } = message;
  return (
    <p id={`${id}-asked`} class="asked-by">
      {asker === null
        ? speech.t("message-asked-unnamed")
        : named(speech, "message-asked", { name: shownName(speech, name) })}
    </p>
  );
}

/** A word beside a name; what it means is never said by its colour alone. */
function Mark({ kind, words }: { kind: string; words: string }) {
  return (
    <>
      <span class="vh">, </span>
      <span class={kind}>{words}</span>
    </>
  );
}

interface QuoteProps {
  quoted: Shown | null;
  from: Shown;
  onJump: MessageProps["onJump"];
}

function Quote({ quoted, from, onJump }: QuoteProps) {
  const { speech, session } = usePlace();
  if (quoted === null) {
    const href = `/r/${session.room}/m/${from.reply_to}`;
    return (
      <a class="quote" href={href}>
        {speech.t("quote-above")}
      </a>
    );
  }
  const jump = (event: Event) => {
    event.preventDefault();
    onJump(quoted.message, from.message);
  };
  return (
    <a class="quote" href={`#${elementId(quoted.message)}`} onClick={jump}>
      {quoted.gone === null ? (
        <>
          <bdi>{saidBy({ speech }, quoted)}</bdi>: <span dir="auto">{quoted.body}</span>
        </>
      ) : (
        speech.t("quote-gone")
      )}
    </a>
  );
}

type Spoken = Pick<Place, "speech">;

/** Whose words they are: a question that was read out is its asker's, where they ticked so. */
function saidBy({ speech }: Spoken, { read_out, asked_by, asked_name, name }: Shown): string {
  if (!read_out) return shownName(speech, name);
  return asked_by === null ? speech.t("quote-question") : shownName(speech, asked_name);
}

export function elementId(message: string): string {
  return `m-${message}`;
}

function kindWords({ speech }: Spoken, message: Shown, isMine: boolean): string {
  const yours = isMine ? "-yours" : "";
  if (message.gone === "retracted") return speech.t(`gone-retracted${yours}`);
  if (message.removed_for === null) return speech.t(`gone-removed${yours}`);
  return speech.t(`gone-removed${yours}-why`, {
    reason: speech.t(`reason-${message.removed_for}`),
  });
}

/** What is spoken after the words: whom it answers, that it was edited, its reactions. */
function extra({ speech }: Spoken, message: Shown, quoted: Shown | null | undefined): string {
  const parts = given(message).map((reaction) => {
    return `${speech.t(`reaction-${reaction}`)} ${message.reactions[reaction]}`;
  });
  if (message.edited_at !== null) parts.unshift(speech.t("message-edited"));
  if (quoted) parts.unshift(speech.t("replying-to", { name: saidBy({ speech }, quoted) }));
  return message.gone === null ? parts.join(", ") : "";
}
