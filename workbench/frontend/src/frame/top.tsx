// What is open, whether it is saved and published, and the one primary action.

import { Icon } from "../parts/icon.tsx";
import { Menu } from "../parts/menu.tsx";
import type { PageProps } from "../pages/index.ts";
import { useProject } from "../project.ts";
import { useStage } from "../stage.ts";
import { inLanguage, useWords, type Words } from "../words.ts";
import { Completeness } from "./completeness.tsx";
import { History } from "./history.tsx";
import { Saved } from "./saved.tsx";
import { TOP } from "./slots.ts";

const WORDS = {
  bots: { es: "Elegir un bot", en: "Choose a bot", pt: "Escolher um bot" },
  find: { es: "Buscar", en: "Find", pt: "Buscar" },
  commands: { es: "Comandos", en: "Commands", pt: "Comandos" },
  publish: { es: "Publicar…", en: "Publish…", pt: "Publicar…" },
} satisfies Words<string>;

export function Top({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const isEmpty = useProject(project, (view) => Object.keys(view.tree.bots).length === 0);
  if (isEmpty) {
    return (
      <header className="tw-top">
        <span className="tw-logo" aria-hidden="true">t</span> <strong>Tertulia</strong>
      </header>
    );
  }
  return (
    <header className="tw-top">
      <span className="tw-logo" aria-hidden="true">t</span>
      <Crumbs project={project} stage={stage} />
      <History project={project} stage={stage} />
      <Saved project={project} stage={stage} />
      {TOP.map((Part, index) => <Part key={index} project={project} stage={stage} />)}
      <span className="tw-top__space" />
      <Completeness project={project} stage={stage} />
      <button type="button" className="tw-pill tw-top__find" aria-label={`${words("find")} Ctrl F`} onClick={() => stage.set({ sheet: "find" })}>
        <Icon name="find" size={13} /> <span>{words("find")}</span> <kbd className="tw-key">Ctrl F</kbd>
      </button>
      <button type="button" className="tw-pill tw-top__find" title={words("commands")} onClick={() => stage.set({ sheet: "palette" })}>
        <span className="tw-hidden">{words("commands")}</span> <kbd className="tw-key">Ctrl K</kbd>
      </button>
      <button type="button" className="tw-button tw-button--primary" onClick={() => stage.set({ page: "versions" })}>
        {words("publish")}
      </button>
    </header>
  );
}

function Crumbs({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const bots = useProject(project, (view) => view.tree.bots);
  const { bot, topic, page, language } = useStage(stage, (seen) => seen);
  const names = Object.keys(bots);
  const title = bots[bot]?.name || bot;
  const inTopic = page === "flows" && bots[bot]?.topics[topic];
  return (
    <div className="tw-crumbs">
      {names.length > 1 ? (
        <Menu
          name={words("bots")} className="tw-crumbs__bot"
          items={names.map((name) => ({
            label: bots[name]!.name || name, chosen: name === bot, act: () => stage.set({ bot: name, topic: "", nodes: [], back: [] }),
          }))}
        >
          <span>{title}</span>
        </Menu>
      ) : (
        <span className="tw-crumbs__bot">{title}</span>
      )}
      {inTopic && (
        <>
          <span className="tw-crumbs__slash">/</span>
          <strong>{inLanguage(inTopic.title, language) || topic}</strong>
        </>
      )}
    </div>
  );
}
