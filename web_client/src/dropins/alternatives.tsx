// Other sessions for somebody who will not be reached here, or is not understood.

import { usePlace } from "../ui/speaking";
import type { Card } from "../wire/protocol";
import { languageNames } from "./words";

interface AlternativesProps {
  cards: readonly Card[];
  title: string;
}

export function Alternatives({ cards, title }: AlternativesProps) {
  const { speech, session } = usePlace();
  if (cards.length === 0) return null;
  const now = session.serverNow();
  return (
    <>
      <h3>{title}</h3>
      <ul class="alternatives">
        {cards.map((card) => (
          <li key={card.drop_in}>
            <a href={`/d/${card.drop_in}`}>
              <bdi>{card.host_name}</bdi>, {speech.until(card.starts_at, now)}
            </a>{" "}
            <span class="hint">{languageNames(speech, card.languages)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
