// Cards side by side: swiped, scrolled, or moved with the arrows.

import { useRef } from "react";
import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { Marked } from "./marked.tsx";
import { Options } from "./options.tsx";
import type { Card, Option } from "./told.ts";

const WORDS = {
  cards: { es: "Carrusel de {count} {count|tarjeta|tarjetas}", en: "Carousel of {count} {count|card|cards}", pt: "Carrossel de {count} {count|cartão|cartões}" },
  before: { es: "Tarjetas anteriores", en: "Cards before", pt: "Cartões anteriores" },
  after: { es: "Tarjetas siguientes", en: "Cards after", pt: "Cartões seguintes" },
} satisfies Words<string>;

interface Props {
  cards: Card[];
  press?: ((option: Option) => void) | undefined;
}

export function Carousel({ cards, press }: Props) {
  const words = useWords(WORDS);
  const strip = useRef<HTMLUListElement>(null);
  const move = (way: number) => strip.current?.scrollBy({ left: way * strip.current.clientWidth * 0.8, behavior: "smooth" });
  return (
    <div className="tw-carousel" role="group" aria-label={words("cards", { count: cards.length })}>
      <ul ref={strip} tabIndex={0} aria-label={words("cards", { count: cards.length })}>
        {cards.map((card, index) => (
          <li key={index} className="tw-carousel__card">
            {card.image && <img src={card.image} alt="" loading="lazy" onError={hide} />}
            <strong dir="auto">{card.title}</strong>
            {card.subtitle && <p><Marked text={card.subtitle} /></p>}
            <Options options={card.options ?? []} as="card" press={press} />
          </li>
        ))}
      </ul>
      {cards.length > 1 && (
        <div className="tw-carousel__arrows">
          <button type="button" className="tw-iconbutton" aria-label={words("before")} onClick={() => move(-1)}>
            <Icon name="left" size={14} />
          </button>
          <button type="button" className="tw-iconbutton" aria-label={words("after")} onClick={() => move(1)}>
            <Icon name="right" size={14} />
          </button>
        </div>
      )}
    </div>
  );
}

function hide(event: React.SyntheticEvent<HTMLImageElement>): void {
  event.currentTarget.hidden = true;
}
