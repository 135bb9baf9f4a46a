// What can be done with one message, behind one button with a word; drawn only while it is open.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { putBack } from "../state/acts";
import type { Shown } from "../state/room";
import { shownName } from "../ui/named";
import { usePlace } from "../ui/speaking";
import { EDIT_WINDOW_MINUTES } from "../wire/protocol";
import { isStaff, REACTIONS } from "./choices";
import { Moderation } from "./moderation";
import { Reactions } from "./reactions";
import { tellAddress } from "./telling";

/** What only the room itself can do with a message. */
export interface Asks {
  reply(message: Shown): void;
}

interface ActionsProps {
  message: Shown;
  isMine: boolean;
  tabIndex: number;
  asks: Asks;
}

export function Actions({ message, isMine, tabIndex, asks }: ActionsProps) {
  const { speech } = usePlace();
  const isOpen = useSignal(false);
  const details = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (details.current !== null) details.current.open = false;
    details.current?.querySelector("summary")?.focus();
  };
  const name = shownName(speech, message.name);
  return (
    <details
      ref={details}
      class="actions"
      onToggle={(event) => (isOpen.value = event.currentTarget.open)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen.value) return;
        event.stopPropagation();
        close();
      }}
    >
      <summary
        tabIndex={tabIndex}
        aria-label={speech.t("actions-for", { name, time: speech.clock(message.at) })}
      >
        {speech.t("actions")}
      </summary>
      {isOpen.value && <Menu message={message} isMine={isMine} asks={asks} close={close} />}
    </details>
  );
}

interface MenuProps {
  message: Shown;
  isMine: boolean;
  asks: Asks;
  close(): void;
}

function Menu({ message, isMine, asks, close }: MenuProps) {
  const { session } = usePlace();
  const role = session.you.value?.role;
  const isShown = message.gone === null;
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => menu.current?.scrollIntoView({ block: "nearest" }), []);
  const props = { message, isMine, asks, close };
  return (
    <div ref={menu} class="menu">
      {isShown && role !== undefined && (
        <Reactions message={message} offered={REACTIONS} tabIndex={0} />
      )}
      <div class="row">
        {isShown && role !== undefined && <TalkActions {...props} />}
        {isStaff(role) && <KeptText {...props} />}
        <Everybodys {...props} />
      </div>
      {!isMine && (
        <Moderation
          whom={{ member: message.author, name: message.name }}
          role={message.role}
          message={isShown ? message.message : null}
          before={close}
        />
      )}
    </div>
  );
}

function TalkActions({ message, isMine, asks, close }: MenuProps) {
  const { speech, session, asked } = usePlace();
  return (
    <>
      <Item words={speech.t("action-reply")} close={close} onPress={() => asks.reply(message)} />
      {isMine && canStillChange(message, session.serverNow()) && (
        <Item
          words={speech.t("action-edit")}
          close={close}
          onPress={() => (asked.value = { kind: "edit", message })}
        />
      )}
      {isMine && (
        <Item
          words={speech.t("action-retract")}
          close={close}
          onPress={() => (asked.value = { kind: "retract", message })}
        />
      )}
    </>
  );
}

/** For staff: what was taken away can be put back, or read for a reason. */
function KeptText({ message, close }: MenuProps) {
  const { speech, session, asked } = usePlace();
  return (
    <>
      {message.gone === "removed" && (
        <Item
          words={speech.t("put-back")}
          close={close}
          onPress={() => putBack(session, message.message)}
        />
      )}
      {(message.gone !== null || message.edited_at !== null) && (
        <Item
          words={speech.t("sealed-open")}
          close={close}
          onPress={() => (asked.value = { kind: "sealed", message })}
        />
      )}
    </>
  );
}

function Everybodys({ message, isMine, close }: MenuProps) {
  const { speech, session, asked } = usePlace();
  const tell = (event: Event) => {
    event.preventDefault();
    close();
    asked.value = { kind: "tell", message };
  };
  return (
    <>
      {!isMine && (
        <a class="quiet" href={tellAddress(session.room, message.message)} onClick={tell}>
          {speech.t("tell")}
        </a>
      )}
      <a class="quiet" href={`/r/${session.room}/m/${message.message}`}>
        {speech.t("message-link")}
      </a>
    </>
  );
}

interface ItemProps {
  words: string;
  close(): void;
  onPress(): void;
}

function Item({ words, close, onPress }: ItemProps) {
  const press = () => {
    close();
    onPress();
  };
  return (
    <button type="button" class="quiet" onClick={press}>
      {words}
    </button>
  );
}

/** Whether the server would still take new words for it. */
export function canStillChange(message: Shown, now: number): boolean {
  return now - message.at < EDIT_WINDOW_MINUTES * 60_000;
}
