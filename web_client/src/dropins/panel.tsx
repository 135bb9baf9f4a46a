// The drop-in of this room, above the talk or beside it. Its bar always says the one thing that
// matters now; the rest can be put away. It opens by itself only when one's turn has come.

import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { isBeside } from "../room/people";
import { covers } from "../ui/covers";
import { named } from "../ui/named";
import { refusalText } from "../ui/refusals";
import { usePlace } from "../ui/speaking";
import type { Card, LineView } from "../wire/protocol";
import { Announced } from "./announcing";
import { HostPanel } from "./host_panel";
import { HostBar } from "./host_bar";
import { MemberPanel } from "./member_panel";
import { useNow } from "./ticking";
import { runs } from "./scenes";
import { barWords } from "./words";

export function DropInPanel() {
  const { session } = usePlace();
  const view = session.dropIn.view.value;
  if (view === null || view.card === null || session.ending.value !== null) return null;
  return <Panel key={view.card.drop_in} view={view} card={view.card} />;
}

function Panel({ view, card }: { view: LineView; card: Card }) {
  const { speech, session } = usePlace();
  const panel = useRef<HTMLElement>(null);
  const id = useId();
  const isOpen = useSignal(isBeside());
  const isCalled = view.yours?.state === "called";
  const rest = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isCalled) isOpen.value = true;
  }, [isCalled, isOpen]);
  const isShown = isOpen.value;
  useEffect(() => {
    if (!isCalled || !isShown) return;
    // Whoever had scrolled down in it would see the buttons without what they are for; and what is
    // put away cannot be scrolled until it is shown.
    if (rest.current !== null) rest.current.scrollTop = 0;
    panel.current?.querySelector("h2")?.scrollIntoView({ block: "nearest" });
  }, [isCalled, isShown]);
  const isMine = session.dropIn.isMine.value;
  useEffect(() => {
    // On a small screen it would cover what everybody hears now.
    if (isMine && !isBeside()) isOpen.value = false;
  }, [isMine, isOpen]);
  const asks = session.dropIn.asks.value;
  useEffect(() => {
    if (asks === 0) return;
    isOpen.value = true;
    requestAnimationFrame(() => document.querySelector<HTMLElement>("#asking textarea")?.focus());
  }, [asks, isOpen]);
  useLayoutEffect(
    () => (panel.current === null ? undefined : covers(panel.current, "panel", () => {})),
    [],
  );
  useKeptFocus(panel);
  const hosting = runs(view, session.you.value) ? view.hosting : null;
  const key = hosting === null ? "dropin-with" : "console-title";
  return (
    <section
      ref={panel}
      class={`drop-in${hosting === null ? "" : " hosting"}`}
      aria-labelledby={`${id}-title`}
      data-stage={card.stage}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !isBeside()) isOpen.value = false;
      }}
    >
      <div class="bar">
        <div class="says">
          <h2 id={`${id}-title`} tabIndex={-1}>
            {named(speech, key, { host: card.host_name })}
          </h2>
          <Bar view={view} card={card} isOpen={isOpen.value} />
        </div>
        <button
          type="button"
          class="quiet toggle"
          aria-expanded={isOpen.value}
          aria-controls={`${id}-rest`}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {speech.t(isOpen.value ? "live-less" : "live-more")}
          <span class="vh">: {speech.t("live-the-session")}</span>
        </button>
        <Refused />
      </div>
      <div ref={rest} id={`${id}-rest`} class="rest" hidden={!isOpen.value}>
        {isOpen.value && hosting !== null && (
          <HostPanel view={view} card={card} hosting={hosting} />
        )}
        {isOpen.value && hosting === null && <MemberPanel view={view} card={card} />}
      </div>
      <Announced />
    </section>
  );
}

interface BarProps {
  view: LineView;
  card: Card;
  isOpen: boolean;
}

function Bar({ view, card, isOpen }: BarProps) {
  const { speech, session } = usePlace();
  const now = useNow(BAR_EVERY_MS);
  if (runs(view, session.you.value)) return isOpen ? null : <HostBar view={view} card={card} />;
  return isOpen ? null : <p class="sentence">{barWords(speech, view, now)}</p>;
}

const BAR_EVERY_MS = 20_000;

/** The last no, in sight whether or not the rest is. */
function Refused() {
  const { speech, session } = usePlace();
  const refusal = session.dropIn.refusal.value;
  return (
    <div role="alert">
      {refusal !== null && (
        <p class="care">{refusalText(speech, refusal, session.serverNow())}</p>
      )}
    </div>
  );
}

/** What was pressed is often gone afterwards: then the focus goes to the panel's heading. */
function useKeptFocus(panel: { current: HTMLElement | null }): void {
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const note = (event: FocusEvent) => {
      last.current = event.target as Element;
    };
    const root = panel.current;
    root?.addEventListener("focusin", note);
    return () => root?.removeEventListener("focusin", note);
  }, [panel]);
  useEffect(() => {
    const isLost = last.current?.isConnected === false && document.activeElement === document.body;
    if (!isLost) return;
    last.current = null;
    panel.current?.querySelector("h2")?.focus({ preventScroll: true });
  });
}
