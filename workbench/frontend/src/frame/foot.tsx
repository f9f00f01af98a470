// The truth: what the engine needs for a turn, how large the bot is, what is wrong with it.

import { useEffect, useState } from "react";
import type { PageProps } from "../pages/index.ts";
import { useProject, type Project } from "../project.ts";
import { useStage } from "../stage.ts";
import { useWords, type Words } from "../words.ts";
import { FOOT } from "./slots.ts";

const WORDS = {
  engine: { es: "Motor local, {ms} ms por turno", en: "Local engine, {ms} ms per turn", pt: "Motor local, {ms} ms por turno" },
  engineOnly: { es: "Motor local", en: "Local engine", pt: "Motor local" },
  offline: {
    es: "Sin conexión con el servidor; se reintenta cada segundo", en: "The server cannot be reached; trying every second",
    pt: "Sem conexão com o servidor; nova tentativa a cada segundo",
  },
  waiting: {
    es: "Sin conexión con el servidor; {count} {count|cambio guardado aquí se envía|cambios guardados aquí se envían} cuando vuelva",
    en: "The server cannot be reached; {count} {count|edit kept here is|edits kept here are} sent when it is back",
    pt: "Sem conexão com o servidor; {count} {count|alteração guardada aqui é enviada|alterações guardadas aqui são enviadas} quando voltar",
  },
  counts: { es: "{nodes} {nodes|nodo|nodos} en {topics} {topics|tema|temas}", en: "{nodes} {nodes|node|nodes} in {topics} {topics|topic|topics}", pt: "{nodes} {nodes|nó|nós} em {topics} {topics|tema|temas}" },
  fine: { es: "Sin avisos", en: "No issues", pt: "Sem avisos" },
  advice: { es: "{advice} {advice|consejo|consejos}", en: "{advice} {advice|piece of advice|pieces of advice}", pt: "{advice} {advice|conselho|conselhos}" },
  issues: { es: "{errors} {errors|error|errores}, {warnings} {warnings|aviso|avisos}", en: "{errors} {errors|error|errors}, {warnings} {warnings|warning|warnings}", pt: "{errors} {errors|erro|erros}, {warnings} {warnings|aviso|avisos}" },
} satisfies Words<string>;

export function Foot({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const bot = useStage(stage, (seen) => seen.bot);
  const topics = useProject(project, (view) => view.tree.bots[bot]?.topics);
  const online = useProject(project, (view) => view.online);
  const issues = useProject(project, (view) => view.issues);
  if (!topics) return <footer className="tw-foot">{!online && <Offline project={project} />}</footer>;
  const all = Object.values(topics);
  const nodes = all.reduce((sum, topic) => sum + Object.keys(topic.nodes ?? {}).length, 0);
  const errors = issues.filter((issue) => issue.severity === "error").length;
  const warnings = issues.filter((issue) => issue.severity === "warning").length;
  const advice = issues.length - errors - warnings;
  return (
    <footer className="tw-foot">
      {online ? <Engine project={project} bot={bot} /> : <Offline project={project} />}
      <span>{words("counts", { nodes, topics: all.length })}</span>
      <button
        type="button" className="tw-foot__issues" data-tone={errors ? "bad" : warnings ? "warn" : "ok"}
        onClick={() => stage.set({ page: "flows" })}
      >
        {errors + warnings > 0 ? words("issues", { errors, warnings }) : advice > 0 ? words("advice", { advice }) : words("fine")}
      </button>
      <span className="tw-top__space" />
      {FOOT.map((Part, index) => <Part key={index} project={project} stage={stage} />)}
    </footer>
  );
}

function Offline({ project }: { project: Project }) {
  const words = useWords(WORDS);
  const pending = useProject(project, (view) => view.pending);
  return (
    <span>
      <i className="tw-dot" data-tone="bad" /> {words(pending ? "waiting" : "offline", { count: pending })}
    </span>
  );
}

interface Facts {
  bot: string;
  turn_ms: number | null;
}

function Engine({ project, bot }: { project: Project; bot: string }) {
  const words = useWords(WORDS);
  const [ms, setMs] = useState<number | null>(null);
  useEffect(() => {
    // A bot that cannot run yet has no speed; the issues say why.
    const end = project.host.hear<Facts>("facts", (facts) => facts.bot === bot && setMs(facts.turn_ms));
    project.host.ask("facts.measure", { bot }).catch(() => setMs(null));
    return end;
  }, [project, bot]);
  const shown = ms === null ? words("engineOnly") : words("engine", { ms: ms.toLocaleString(undefined, { maximumFractionDigits: 2 }) });
  return (
    <span>
      <i className="tw-dot" data-tone={ms === null ? "warn" : "ok"} /> {shown}
    </span>
  );
}
