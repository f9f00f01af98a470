// The canvas with what lies on it: tools, offers, the map, issues, and panels.

import type { ReactNode } from "react";
import { useDesk, useDoing, useView } from "./desk.ts";
import { lockedWhy } from "./desk.ts";
import { Issues } from "./issues.tsx";
import { Offer } from "./offer.tsx";
import { Panels } from "./panels.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useCanvas } from "./canvas.tsx";
import { useWords, type Words } from "../words.ts";

const WORDS = {
  noTopic: { es: "Elegí un tema, o creá el primero.", en: "Choose a topic, or make the first.", pt: "Escolha um tópico, ou crie o primeiro." },
  empty: { es: "Este tema está vacío.", en: "This topic is empty.", pt: "Este tópico está vazio." },
  first: { es: "Agregar el primer nodo", en: "Add the first node", pt: "Adicionar o primeiro nó" },
} satisfies Words<string>;

export function Middle({ children }: { children: ReactNode }) {
  const { bot, topic } = useCanvas();
  const isThere = useView(({ tree }) => tree.bots[bot]?.topics[topic] !== undefined);
  const say = useWords(WORDS);
  return (
    <section className="tw-flows-middle">
      {isThere ? children : <div className="tw-empty">{say("noTopic")}</div>}
      {isThere && <Toolbar />}
      {isThere && <Banner />}
      {isThere && <Emptiness />}
      <Offer />
      {isThere && <Issues />}
      <Panels />
      <Said />
    </section>
  );
}

function Banner() {
  const { bot, topic } = useCanvas();
  const why = useView((view) => lockedWhy(view, { bot, topic }));
  return why ? <div className="tw-banner" role="status">{why}</div> : null;
}

function Emptiness() {
  const desk = useDesk();
  const say = useWords(WORDS);
  const { bot, topic } = useCanvas();
  const isEmpty = useView(({ tree }) => Object.keys(tree.bots[bot]?.topics[topic]?.nodes ?? {}).length === 0);
  if (!isEmpty) return null;
  const offer = ({ clientX: x, clientY: y }: { clientX: number; clientY: number }) =>
    desk.doing.set({ offer: { screen: { x, y }, at: { x: 60, y: 60 } } });
  return (
    <div className="tw-canvas-empty">
      <p>{say("empty")}</p>
      <button className="tw-button tw-button--primary" onClick={offer}>{say("first")}</button>
    </div>
  );
}

/** What happened, for screen readers. */
function Said() {
  return <div className="tw-hidden" role="status" aria-live="polite">{useDoing(({ said }) => said)}</div>;
}
