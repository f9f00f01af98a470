// The canvas with what lies on it: tools, offers, the map, issues, and panels.

import type { ReactNode } from "react";
import { lockedWhy, useCanvas, useDesk, useDoing, useSeen, useView } from "./desk.ts";
import { ContextMenu } from "./context_menu.tsx";
import { Issues } from "./issues.tsx";
import { Offer } from "./offer.tsx";
import { Panels } from "./panels.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useWords, type Words } from "../words.ts";

const WORDS = {
  noTopic: { es: "Elegí un tema, o creá el primero.", en: "Choose a topic, or make the first.", pt: "Escolha um tópico, ou crie o primeiro." },
  empty: { es: "Este tema está vacío.", en: "This topic is empty.", pt: "Este tópico está vazio." },
  locked: { es: "Solo lectura.", en: "Read-only.", pt: "Somente leitura." },
  repair: { es: "Reparar", en: "Repair", pt: "Reparar" },
  repairHint: { es: "Se queda con lo que se ve aquí; el archivo como estaba se guarda en .tertulia/repaired", en: "Keeps what is seen here; the file as it was stays in .tertulia/repaired", pt: "Fica com o que se vê aqui; o arquivo como estava fica em .tertulia/repaired" },
  repaired: { es: "Reparado; el original está en {kept}", en: "Repaired; the original is in {kept}", pt: "Reparado; o original está em {kept}" },
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
      {isThere && <Legends />}
      {isThere && <Banner />}
      {isThere && <Emptiness />}
      <Offer />
      {isThere && <Issues />}
      <ContextMenu />
      <Panels />
      <Said />
    </section>
  );
}

function Banner() {
  const { bot, topic } = useCanvas();
  const why = useView((view) => lockedWhy(view, { bot, topic }));
  const desk = useDesk();
  const say = useWords(WORDS);
  const project = useView((view) => view.locked.project);
  if (!why) return null;
  const repair = () => {
    const { host } = desk.project;
    host.ask<string>("document.repair", { bot, topic })
      .then((kept) => desk.say(say("repaired", { kept })), (error: Error) => desk.project.say(error.message));
  };
  return (
    <div className="tw-banner" role="status">
      <span><b>{say("locked")}</b> {why}</span>
      {!project && <button className="tw-button" onClick={repair} title={say("repairHint")}>{say("repair")}</button>}
    </div>
  );
}

/** What is said of overlays. */
function Legends() {
  const { project, stage } = useDesk();
  const overlays = useSeen((seen) => seen.overlays);
  const told = overlays.filter(({ legend }) => legend);
  if (told.length === 0) return null;
  return <div className="tw-legends">{told.map(({ name, legend: Legend }) => Legend && <Legend key={name} project={project} stage={stage} />)}</div>;
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
