// What is said about the line: reconnecting, offline, back, or ended and why.

import { usePlace } from "../ui/speaking";
import { CLOSE_CODES } from "../wire/protocol";

const ENDINGS: Record<number, string> = {
  [CLOSE_CODES.UNAUTHENTICATED]: "line-ended-signed-out",
  [CLOSE_CODES.BANNED]: "line-ended-closed",
  [CLOSE_CODES.PROTOCOL_TOO_OLD]: "line-ended-too-old",
  [CLOSE_CODES.TOO_MANY_CONNECTIONS]: "line-ended-too-many",
};

export function LineState() {
  const { speech, session } = usePlace();
  const phase = session.line.phase.value;
  return (
    <div class="line" role="status" data-line={phase}>
      {phase === "reconnecting" && <p>{speech.t("line-reconnecting")}</p>}
      {phase === "offline" && (
        <p>
          {speech.t("line-offline")}{" "}
          <button type="button" class="quiet" onClick={() => session.nudge()}>
            {speech.t("line-try-now")}
          </button>
        </p>
      )}
      {phase === "back" && <p class="ok">{speech.t("line-back")}</p>}
      {phase === "ended" && <Ended code={session.line.endedBy.value} />}
    </div>
  );
}

function Ended({ code }: { code: number | null }) {
  const { speech, session } = usePlace();
  return (
    <p>
      {speech.t(ENDINGS[code ?? 0] ?? "line-ended-other")}{" "}
      {code === CLOSE_CODES.UNAUTHENTICATED ? (
        <a href={`/join?next=/r/${session.room}`}>{speech.t("line-log-in")}</a>
      ) : (
        <a href={location.pathname}>{speech.t("line-reload")}</a>
      )}
    </p>
  );
}
