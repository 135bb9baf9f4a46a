// What a moderator can do about a message or a person. Each button only opens a dialog: nothing is
// done before its reason was chosen and its words were read.

import type { StaffAct, Whom } from "../state/moderating";
import { named, shownName } from "../ui/named";
import { usePlace } from "../ui/speaking";
import { isColleague, isStaff, outranks } from "./choices";
import { Held } from "./held";

interface ModerationProps {
  whom: Whom;
  role: string;
  /** The message to take down, when it is about one that is still shown. */
  message: string | null;
  /** Called before a dialog opens. */
  before?(): void;
}

export function Moderation({ whom, role, message, before }: ModerationProps) {
  const { speech, session } = usePlace();
  const { role: mine, everywhere = false } = session.you.value ?? {};
  if (!isStaff(mine)) return null;
  const between = { outranked: outranks(mine, role), colleague: isColleague(role), everywhere };
  const acts = actsOn(whom, message, between);
  if (acts.length === 0) return null;
  return (
    <fieldset class="moderation">
      <legend>{speech.t("moderate")}</legend>
      <ul class="acts">
        {acts.map((act) => (
          <li key={act.kind}>
            <ActButton act={act} name={shownName(speech, whom.name)} before={before} />
          </li>
        ))}
      </ul>
      <Held member={whom.member} name={whom.name} />
    </fieldset>
  );
}

interface ActButtonProps {
  act: StaffAct;
  name?: string;
  before?: (() => void) | undefined;
}

export function ActButton({ act, name = "", before }: ActButtonProps) {
  const { speech, asked } = usePlace();
  const open = () => {
    before?.();
    asked.value = { kind: "act", act };
  };
  return (
    <button type="button" class="quiet" data-act={act.kind} onClick={open}>
      {named(speech, `act-${act.kind}`, { name })}
    </button>
  );
}

interface Between {
  outranked: boolean;
  colleague: boolean;
  /** Whether the one who acts is staff in every room: accounts are closed by nobody else. */
  everywhere: boolean;
}

/** Who has left has no account to act on; their words can still be taken down. */
function actsOn(whom: Whom, message: string | null, between: Between): StaffAct[] {
  const { outranked, colleague, everywhere } = between;
  const acts: StaffAct[] = [];
  const isHere = whom.name !== "";
  if (outranked && message !== null) acts.push({ kind: "take_down", whom, message });
  if (outranked) acts.push({ kind: "take_down_recent", whom });
  if (outranked && isHere) {
    acts.push({ kind: "pause", whom }, { kind: "step_out", whom });
  }
  if (outranked && isHere && everywhere) acts.push({ kind: "close_account", whom });
  if (colleague && isHere) acts.push({ kind: "suspend", whom });
  return acts;
}
