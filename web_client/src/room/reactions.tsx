// Answers without words: those that were given, and the five that can be.

import { react } from "../state/acts";
import type { Shown } from "../state/room";
import { usePlace } from "../ui/speaking";
import type { Reaction } from "../wire/protocol";
import { REACTIONS } from "./choices";

interface ReactionsProps {
  message: Shown;
  offered: readonly Reaction[];
  tabIndex: number;
}

export function Reactions({ message, offered, tabIndex }: ReactionsProps) {
  const { speech, session } = usePlace();
  if (offered.length === 0) return null;
  const isGuest = session.you.value === null;
  return (
    <div class="reactions" role="group" aria-label={speech.t("reactions-for")}>
      {offered.map((reaction) => (
        <ReactionButton
          key={reaction}
          message={message}
          reaction={reaction}
          isDisabled={isGuest}
          tabIndex={tabIndex}
        />
      ))}
    </div>
  );
}

interface ButtonProps {
  message: Shown;
  reaction: Reaction;
  isDisabled: boolean;
  tabIndex: number;
}

function ReactionButton({ message, reaction, isDisabled, tabIndex }: ButtonProps) {
  const { speech, session } = usePlace();
  const count = message.reactions[reaction] ?? 0;
  const isMine = message.mine.includes(reaction);
  const word = speech.t(`reaction-${reaction}`);
  const label = speech.t(isMine ? "reaction-count-mine" : "reaction-count", {
    reaction: word,
    count,
  });
  return (
    <button
      type="button"
      class="reaction"
      data-reaction={reaction}
      aria-pressed={isMine}
      aria-label={count > 0 ? label : word}
      aria-disabled={isDisabled}
      tabIndex={tabIndex}
      onClick={() => isDisabled || react(session, message, reaction)}
    >
      {word}
      {count > 0 && <span class="count"> {count}</span>}
    </button>
  );
}

/** The reactions a message has, in the order in which they are offered. */
export function given(message: Shown): Reaction[] {
  return REACTIONS.filter((reaction) => (message.reactions[reaction] ?? 0) > 0);
}
