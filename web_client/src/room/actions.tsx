// What can be done with one message, behind one button with a word; drawn only while it is open.

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { putBack } from "../state/acts";
import type { Shown } from "../state/room";
import { usePlace } from "../ui/speaking";
import { EDIT_WINDOW_MINUTES } from "../wire/protocol";
import { isStaff, outranks, REACTIONS } from "./choices";
import { Moderation } from "./moderation";
import { Reactions } from "./reactions";

export interface Asks {
  reply(message: Shown): void;
  edit(message: Shown): void;
  retract(message: Shown): void;
  openSealed(message: Shown): void;
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
  const label = speech.t("actions-for", { name: message.name, time: speech.clock(message.at) });
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
      <summary tabIndex={tabIndex} aria-label={label}>
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
  const { speech, session } = usePlace();
  const { author, name } = message;
  const role = session.you.value?.role;
  const isShown = message.gone === null;
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => menu.current?.scrollIntoView({ block: "nearest" }), []);
  const then = (does: (message: Shown) => void) => () => {
    close();
    does(message);
  };
  return (
    <div ref={menu} class="menu">
      {isShown && role !== undefined && (
        <Reactions message={message} offered={REACTIONS} tabIndex={0} />
      )}
      <div class="row">
        {isShown && role !== undefined && (
          <button type="button" class="quiet" onClick={then(asks.reply)}>
            {speech.t("action-reply")}
          </button>
        )}
        {isShown && isMine && canStillChange(message, session.serverNow()) && (
          <button type="button" class="quiet" onClick={then(asks.edit)}>
            {speech.t("action-edit")}
          </button>
        )}
        {isShown && isMine && (
          <button type="button" class="quiet" onClick={then(asks.retract)}>
            {speech.t("action-retract")}
          </button>
        )}
        {message.gone === "removed" && isStaff(role) && (
          <button
            type="button"
            class="quiet"
            onClick={then(() => putBack(session, message.message))}
          >
            {speech.t("put-back")}
          </button>
        )}
        {isStaff(role) && (message.gone !== null || message.edited_at !== null) && (
          <button type="button" class="quiet" onClick={then(asks.openSealed)}>
            {speech.t("sealed-open")}
          </button>
        )}
        <a class="quiet" href={`/r/${session.room}/m/${message.message}`}>
          {speech.t("message-link")}
        </a>
      </div>
      {isStaff(role) && !isMine && outranks(role, message.role) && (
        <Moderation member={author} name={name} message={isShown ? message.message : null} />
      )}
    </div>
  );
}

/** Whether the server would still take new words for it. */
export function canStillChange(message: Shown, now: number): boolean {
  return now - message.at < EDIT_WINDOW_MINUTES * 60_000;
}
