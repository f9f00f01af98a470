// Versions: what was, what differs, what others wrote; and the way to those who talk to the bot.

import { useEffect, useState } from "react";
import { PageHead } from "../../parts/page_head.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { useProject } from "../../project.ts";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { Conflicts } from "./conflicts.tsx";
import { History } from "./history.tsx";
import { Publish } from "./publish.tsx";
import { Replay } from "./replay.tsx";
import type { Kept } from "./types.ts";

const WORDS = {
  title: { es: "Versiones y publicación", en: "Versions and publishing", pt: "Versões e publicação" },
  about: { es: "Lo que se guarda no está publicado hasta que alguien lo publica.", en: "What is saved is not live until somebody publishes it.", pt: "O que se salva não está no ar até alguém publicar." },
  history: { es: "Historia", en: "History", pt: "História" },
  publish: { es: "Publicar", en: "Publish", pt: "Publicar" },
  replay: { es: "Repetir conversaciones", en: "Replay conversations", pt: "Repetir conversas" },
  conflicts: { es: "Conflictos", en: "Conflicts", pt: "Conflitos" },
  loading: { es: "Leyendo las versiones…", en: "Reading the versions…", pt: "Lendo as versões…" },
} satisfies Words<string>;

export function VersionsPage({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const saved = useProject(project, (view) => view.saved);
  const [kept, setKept] = useState<Kept>();
  const [shown, show] = useState("history");
  useEffect(() => {
    project.host.ask<Kept>("versions.open").then(setKept, (error: Error) => project.say(error.message));
  }, [project, saved]);
  if (!kept) return <div className="tw-empty" role="status">{words("loading")}</div>;
  const waiting = kept.conflicts.length + (kept.fault ? 1 : 0);
  const tabs = [
    ...(waiting ? [{ name: "conflicts", label: words("conflicts"), count: waiting, tone: "warn" as const }] : []),
    { name: "history", label: words("history") },
    { name: "publish", label: words("publish") },
    { name: "replay", label: words("replay") },
  ];
  const open = tabs.some(({ name }) => name === shown) ? shown : "history";
  return (
    <div className="tw-tests">
      <div className="tw-tests__head">
        <PageHead title={words("title")} about={words("about")} />
        <Tabs name={words("title")} shown={open} show={show} tabs={tabs} />
      </div>
      {open === "conflicts" && <Conflicts project={project} kept={kept} onKept={setKept} />}
      {open === "history" && <History project={project} stage={stage} kept={kept} onKept={setKept} />}
      {open === "publish" && <Publish project={project} stage={stage} />}
      {open === "replay" && <Replay project={project} stage={stage} />}
    </div>
  );
}
