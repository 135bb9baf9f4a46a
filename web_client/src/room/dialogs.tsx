// Whatever dialog is open over the room, one at a time.

import { HelpNowDialog } from "../dropins/help_now";
import { usePlace } from "../ui/speaking";
import { ActDialog } from "./act_dialog";
import { isStaff } from "./choices";
import { NameDialog } from "./name_dialog";
import { EditDialog, RetractDialog } from "./own_words";
import { SealedDialog } from "./sealed";
import { TellDialog } from "./tell_dialog";

export function Dialogs() {
  const { session, asked } = usePlace();
  const open = asked.value;
  const onClose = () => (asked.value = null);
  const staff = isStaff(session.you.value?.role);
  switch (open?.kind) {
    case "edit":
      return <EditDialog message={open.message} onClose={onClose} />;
    case "retract":
      return <RetractDialog message={open.message} onClose={onClose} />;
    case "sealed":
      return staff ? <SealedDialog message={open.message} onClose={onClose} /> : null;
    case "act":
      return staff ? <ActDialog act={open.act} onClose={onClose} /> : null;
    case "tell":
      return <TellDialog message={open.message} onClose={onClose} />;
    case "help_now":
      return <HelpNowDialog onClose={onClose} />;
    case "name":
      return <NameDialog then={open.then} onClose={onClose} />;
    default:
      return null;
  }
}
