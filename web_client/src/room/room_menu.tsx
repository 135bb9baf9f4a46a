// What can be done with the room as a whole, beside its name: leaving it for the others, holding new
// messages, telling a moderator, and for staff the acts on it.

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { HelpNowButton } from "../dropins/help_now";
import type { Session } from "../state/session";
import type { StaffAct } from "../state/moderating";
import { usePlace } from "../ui/speaking";
import { isStaff } from "./choices";
import { HoldSwitch } from "./holding";
import { ActButton } from "./moderation";
import { tellAddress } from "./telling";

export function Corner() {
  return (
    <>
      <HoldSwitch />
      <RoomMenu />
    </>
  );
}

function RoomMenu() {
  const { speech } = usePlace();
  const isOpen = useSignal(false);
  const details = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (details.current !== null) details.current.open = false;
    details.current?.querySelector("summary")?.focus();
  };
  return (
    <details
      ref={details}
      class="room-menu"
      onToggle={(event) => (isOpen.value = event.currentTarget.open)}
      onKeyDown={(event) => event.key === "Escape" && isOpen.value && close()}
    >
      <summary>{speech.t("room-menu")}</summary>
      {isOpen.value && <Menu close={close} />}
    </details>
  );
}

function Menu({ close }: { close(): void }) {
  const { speech, session, asked } = usePlace();
  const tell = (event: Event) => {
    event.preventDefault();
    close();
    asked.value = { kind: "tell", message: null };
  };
  return (
    <ul class="acts card">
      <li>
        <a class="quiet" href="/">
          {speech.t("nav-rooms")}
        </a>
      </li>
      <li class="on-phone">
        <HoldSwitch />
      </li>
      <li>
        <a class="quiet" href={tellAddress(session.room, null)} onClick={tell}>
          {speech.t("tell")}
        </a>
      </li>
      {session.you.value !== null && (
        <li>
          <HelpNowButton before={close} />
        </li>
      )}
      {actsOnRoom(session).map((act) => (
        <li key={act.kind}>
          <ActButton act={act} before={close} />
        </li>
      ))}
    </ul>
  );
}

function actsOnRoom({ you, terms }: Session): StaffAct[] {
  if (!isStaff(you.value?.role)) return [];
  return [
    { kind: terms.calm.value === null ? "calm" : "end_calm" },
    { kind: "slow" },
    { kind: terms.lock.value === null ? "close_room" : "open_room" },
  ];
}
