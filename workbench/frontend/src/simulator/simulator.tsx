// The simulator: the engine itself, beside the canvas or on a page of its own.

import { useMemo, useRef, useState } from "react";
import type { Project } from "../project.ts";
import { Icon } from "../parts/icon.tsx";
import { Tabs, type Tab } from "../parts/tabs.tsx";
import type { Stage } from "../stage.ts";
import { useWords, type Words } from "../words.ts";
import { Circumstances } from "./circumstances.tsx";
import { Composer } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import { Answering } from "./answering.tsx";
import { Effects } from "./effects.tsx";
import { LatestReading, Timers, Warnings, warningsOf } from "./findings.tsx";
import { isPinned, pin, useFollowing } from "./following.ts";
import { Happening } from "./happening.tsx";
import { Head, type Panel } from "./head.tsx";
import { Notices } from "./notices.tsx";
import { SaveTest } from "./save_test.tsx";
import { SceneContext } from "./scene.ts";
import { sessionOf, useAttached, useTalk, type Session } from "./session.ts";
import { Variables } from "./variables.tsx";

const WORDS = {
  simulator: { es: "Simulador", en: "Simulator", pt: "Simulador" },
  inside: { es: "Lo que el bot sabe", en: "What the bot knows", pt: "O que o bot sabe" },
  variables: { es: "Variables", en: "Variables", pt: "Variáveis" },
  reading: { es: "Lectura", en: "Reading", pt: "Leitura" },
  effects: { es: "Efectos", en: "Effects", pt: "Efeitos" },
  warnings: { es: "Avisos", en: "Warnings", pt: "Avisos" },
  timers: { es: "Tiempos", en: "Timers", pt: "Tempos" },
  fold: { es: "Plegar", en: "Fold", pt: "Recolher" },
  unfold: { es: "Desplegar", en: "Unfold", pt: "Expandir" },
} satisfies Words<string>;

const TABS = { variables: Variables, reading: LatestReading, effects: Effects, warnings: Warnings, timers: Timers };
type TabName = keyof typeof TABS;

interface Props {
  project: Project;
  stage: Stage;
}

export function Simulator({ project, stage }: Props) {
  const words = useWords(WORDS);
  const session = sessionOf(project);
  const scene = useMemo(() => ({ project, stage, session }), [project, stage, session]);
  const [panel, setPanel] = useState<Panel>("");
  const [pinned, setPinned] = useState(isPinned);
  useAttached(session, stage.current.bot);
  useFollowing(scene, pinned);
  const talk = useRef<HTMLDivElement>(null);
  const close = () => {
    setPanel("");
    talk.current?.querySelector<HTMLElement>(".tw-composer textarea")?.focus();
  };
  return (
    <SceneContext value={scene}>
      <section className="tw-sim" aria-label={words("simulator")}>
        <Head
          show={setPanel} pinned={pinned}
          setPinned={(next) => {
            pin(next);
            setPinned(next);
          }}
        />
        <div className="tw-sim__body">
          <div className="tw-sim__talk" ref={talk}>
            <Notices />
            {panel === "circumstances" && <Circumstances close={close} />}
              {panel === "save" && <SaveTest close={close} />}
          {panel === "event" && <Happening close={close} />}
            <Conversation />
            <WaitingFor session={session} />
            <Composer />
          </div>
          <Inside session={session} />
        </div>
      </section>
    </SceneContext>
  );
}

/** An effect that the conversation waits for is answered where one looks. */
function WaitingFor({ session }: { session: Session }) {
  const waiting = useTalk(session, (talk) => (talk.busy ? undefined : talk.waiting[0]));
  return waiting ? <Answering key={waiting.key} waiting={waiting} /> : null;
}

function Inside({ session }: { session: Session }) {
  const words = useWords(WORDS);
  const [chosen, setChosen] = useState<TabName>("variables");
  const [folded, setFolded] = useState(false);
  const warnings = useTalk(session, (talk) => warningsOf(talk.turns).length);
  const waiting = useTalk(session, (talk) => talk.waiting.length);
  const timers = useTalk(session, (talk) => talk.timers.length);
  const tabs: Tab[] = [
    { name: "variables", label: words("variables") },
    { name: "reading", label: words("reading") },
    { name: "effects", label: words("effects"), tone: "live", ...counted(waiting) },
    { name: "warnings", label: words("warnings"), tone: "warn", ...counted(warnings) },
    { name: "timers", label: words("timers"), ...counted(timers) },
  ];
  const Shown = TABS[chosen];
  return (
    <div className="tw-sim__inside" data-folded={folded}>
      <div className="tw-sim__tabs">
        <Tabs
          name={words("inside")} tabs={tabs} shown={chosen}
          show={(name) => {
            setChosen(name as TabName);
            setFolded(false);
          }}
        />
        <button type="button" className="tw-iconbutton tw-sim__fold" aria-expanded={!folded} aria-label={words(folded ? "unfold" : "fold")} onClick={() => setFolded(!folded)}>
          <Icon name={folded ? "up" : "down"} size={13} />
        </button>
      </div>
      {!folded && <div className="tw-sim__panel" role="tabpanel" aria-label={words(chosen)} tabIndex={0}><Shown /></div>}
    </div>
  );
}

function counted(count: number): { count?: number } {
  return count > 0 ? { count } : {};
}
