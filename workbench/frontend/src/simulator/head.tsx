// The head of the simulator: channel, person, step back, the clock, and everything else.

import { use } from "react";
import { Icon } from "../parts/icon.tsx";
import { Menu, type MenuItem } from "../parts/menu.tsx";
import { useProject } from "../project.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";
import { toNextTimer } from "./findings.tsx";
import { clockTime } from "./moments.ts";
import { useBot, useScene } from "./scene.ts";
import { useTalk, type Talk } from "./session.ts";

const WORDS = {
  simulator: { es: "Simulador", en: "Simulator", pt: "Simulador" },
  channel: { es: "Canal", en: "Channel", pt: "Canal" },
  person: { es: "Persona, idioma y circunstancias", en: "Person, language and circumstances", pt: "Pessoa, idioma e circunstâncias" },
  someone: { es: "Alguien", en: "Someone", pt: "Alguém" },
  back: { es: "Un paso atrás", en: "One step back", pt: "Um passo atrás" },
  clock: { es: "Adelantar el reloj", en: "Move the clock", pt: "Adiantar o relógio" },
  next: { es: "Hasta el próximo temporizador", en: "To the next timer", pt: "Até o próximo temporizador" },
  idle: { es: "Hasta el silencio que el bot rompe", en: "To the silence that the bot breaks", pt: "Até o silêncio que o bot rompe" },
  more: { es: "Más", en: "More", pt: "Mais" },
  save: { es: "Guardar como prueba…", en: "Save as a test…", pt: "Salvar como teste…" },
  event: { es: "Sucede un evento…", en: "An event happens…", pt: "Acontece um evento…" },
  handBack: { es: "Un agente devuelve la conversación", en: "An agent hands back", pt: "Um atendente devolve a conversa" },
  follow: { es: "El lienzo sigue la conversación", en: "The canvas follows the conversation", pt: "A tela segue a conversa" },
  reset: { es: "Empezar de nuevo", en: "Begin again", pt: "Começar de novo" },
} satisfies Words<string>;

/** The engine's name of the timer of silence (engine/interpreter/edges.py). */
const IDLE = "idle";
const JUMPS: [string, number][] = [["+1 min", 60], ["+10 min", 600], ["+1 h", 3600], ["+1 d", 86_400]];

export type Panel = "" | "circumstances" | "event" | "save";

interface Props {
  show(panel: Panel): void;
  pinned: boolean;
  setPinned(pinned: boolean): void;
}

export function Head({ show, pinned, setPinned }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const { session } = useScene();
  const zone = String(useBot()?.["time_zone"] ?? "UTC");
  const length = useTalk(session, (talk) => talk.turns.length);
  const name = useTalk(session, (talk) => talk.setup.contact.name);
  const speaks = useTalk(session, (talk) => talk.state?.language ?? "");
  const person = `${name || words("someone")}${speaks && ` · ${speaks}`}`;
  const now = useTalk(session, (talk) => talk.now_us);
  const timers = useTalk(session, (talk) => talk.timers);
  return (
    <header className="tw-sim__head">
      <h2>{words("simulator")}</h2>
      <ChannelMenu />
      <button
        type="button" className="tw-pill tw-pill--button" title={words("person")} aria-label={`${person} (${words("person")})`}
        onClick={() => show("circumstances")}
      >
        <span>{person}</span>
      </button>
      <span className="tw-sim__space" />
      <button type="button" className="tw-iconbutton" aria-label={words("back")} title={words("back")} disabled={length < 2} onClick={() => session.back(length - 1)}>
        <Icon name="undo" />
      </button>
      <button type="button" className="tw-iconbutton" aria-label={words("save")} title={words("save")} disabled={length < 1} onClick={() => show("save")}>
        <Icon name="check" />
      </button>
      <Menu name={`${words("clock")}: ${clockTime(now, zone, language, true)}`} align="end" className="tw-iconbutton tw-iconbutton--menu" items={jumps(session.do.bind(session), timers, now, words)}>
        <Icon name="clock" />
      </Menu>
      <Menu
        name={words("more")} align="end" className="tw-iconbutton tw-iconbutton--menu"
        items={[
          { label: words("event"), icon: "bolt", act: () => show("event") },
          { label: words("handBack"), icon: "user", act: () => session.do({ type: "hand_back" }) },
          { label: words("follow"), icon: "target", chosen: !pinned, act: () => setPinned(!pinned) },
          { label: words("reset"), icon: "reset", act: () => session.reset() },
        ]}
      >
        <Icon name="more" />
      </Menu>
    </header>
  );
}

function ChannelMenu() {
  const words = useWords(WORDS);
  const { project, session } = useScene();
  const channels = useProject(project, (view) => view.catalogue.channels);
  const chosen = useTalk(session, (talk) => talk.setup.channel);
  const own = (useBot()?.["channels"] ?? []) as string[];
  const open = Object.keys(channels).filter((name) => !channels[name]!.successor);
  const names = [...own, ...open.filter((name) => !own.includes(name))];
  const title = (name: string) => channels[name]?.title || name;
  return (
    <Menu
      name={`${words("channel")}: ${title(chosen)}`} className="tw-pill tw-pill--button"
      items={names.map((name) => ({ label: title(name), chosen: name === chosen, act: () => session.setUp({ channel: name }) }))}
    >
      <span>{title(chosen)}</span>
    </Menu>
  );
}

function jumps(act: (move: { type: "wait"; seconds: number }) => void, timers: Talk["timers"], now: number, words: (key: keyof typeof WORDS) => string): MenuItem[] {
  const idle = timers.filter(({ timer }) => timer === IDLE);
  return [
    { label: words("next"), icon: "clock", disabled: timers.length === 0, act: () => act(toNextTimer(timers, now)) },
    { label: words("idle"), icon: "moon", disabled: idle.length === 0, act: () => act(toNextTimer(idle, now)) },
    ...JUMPS.map(([label, seconds]) => ({ label, act: () => act({ type: "wait" as const, seconds }) })),
  ];
}
