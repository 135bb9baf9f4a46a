// Numbers to call, taken over from the page of help: it is written once, for readers with and
// without a script. Until it is here, a sentence and the way to it stand.

import { useEffect, useRef } from "preact/hooks";
import { usePlace } from "../ui/speaking";
import { readPage } from "./pages_read";

export function HelpLines() {
  const { speech } = usePlace();
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isWanted = true;
    void readPage("/help").then((page) => {
      if (isWanted && page !== null) shown.current?.replaceChildren(...sectionsOf(page));
    });
    return () => {
      isWanted = false;
    };
  }, []);
  return (
    <>
      <div ref={shown} class="help-lines">
        <p>{speech.t("help-emergency-elsewhere")}</p>
      </div>
      <p>
        <a href="/help" target="_blank" rel="noopener">
          {speech.t("help-now-more")}
        </a>
      </p>
    </>
  );
}

/** The emergency number and the lines, without the ids that belong to their own page. */
function sectionsOf(page: Document): Element[] {
  return [...page.querySelectorAll(".helping > section")].slice(0, 2).map((section) => {
    const copy = document.importNode(section, true);
    for (const each of [copy, ...copy.querySelectorAll("[id]")]) each.removeAttribute("id");
    for (const each of [copy, ...copy.querySelectorAll("[aria-labelledby]")]) {
      each.removeAttribute("aria-labelledby");
    }
    return copy;
  });
}
