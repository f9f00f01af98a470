// The selected node as every channel shows it, side by side, with what degrades in words.

import { useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { useProject, type Project } from "../project.ts";
import { useStage, type Stage } from "../stage.ts";
import { useWords, type Words } from "../words.ts";
import { usePreview } from "./asking.ts";
import { ChannelFrame } from "./channel_frame.tsx";
import { Writing } from "./writing.tsx";

const WORDS = {
  preview: { es: "Vista en cada canal", en: "On every channel", pt: "Em cada canal" },
  choose: { es: "Elija un nodo del lienzo para verlo en cada canal.", en: "Choose a node on the canvas to see it on every channel.", pt: "Escolha um nó da tela para vê-lo em cada canal." },
  channels: { es: "Canales", en: "Channels", pt: "Canais" },
  simulated: { es: "Con los valores del simulador", en: "With the simulator's values", pt: "Com os valores do simulador" },
  wide: { es: "Todos lado a lado", en: "All side by side", pt: "Todos lado a lado" },
  asking: { es: "Preparando la vista…", en: "Preparing the preview…", pt: "Preparando a prévia…" },
} satisfies Words<string>;

/** Shown besides the bot's own channels until the person chooses otherwise. */
const USUAL = ["webchat", "whatsapp", "messenger", "instagram", "telegram", "sms", "email", "voice"];

interface Props {
  project: Project;
  stage: Stage;
  /** Already shown as a sheet over the page. */
  isWide?: boolean;
}

export function Preview({ project, stage, isWide = false }: Props) {
  const words = useWords(WORDS);
  const bot = useStage(stage, (seen) => seen.bot);
  const topic = useStage(stage, (seen) => seen.topic);
  const node = useStage(stage, (seen) => seen.nodes.at(-1) ?? "");
  const language = useStage(stage, (seen) => seen.language);
  const name = useProject(project, ({ tree }) => tree.bots[bot]?.name || bot);
  const [simulated, setSimulated] = useState(false);
  const [chosen, setChosen] = useState<string[]>();
  const { previewed, trouble } = usePreview(project, { bot, topic, node, language, simulated });
  if (!node) return <div className="tw-empty"><p>{words("choose")}</p></div>;
  if (trouble) return <div className="tw-empty" role="alert"><p>{trouble}</p></div>;
  if (!previewed) return <div className="tw-empty" role="status"><p>{words("asking")}</p></div>;
  const shown = chosen ?? [...new Set([...previewed.own, ...USUAL])];
  const toggle = (channel: string) => setChosen(shown.includes(channel) ? shown.filter((one) => one !== channel) : [...shown, channel]);
  return (
    <section className="tw-preview" aria-label={words("preview")}>
      <div className="tw-preview__head">
        <div className="tw-preview__channels" role="group" aria-label={words("channels")}>
          {previewed.previews.map(({ channel, title }) => (
            <button key={channel} type="button" aria-pressed={shown.includes(channel)} onClick={() => toggle(channel)}>{title}</button>
          ))}
        </div>
        <label><input type="checkbox" checked={simulated} onChange={(event) => setSimulated(event.target.checked)} /> {words("simulated")}</label>
        {!isWide && (
          <button type="button" className="tw-button" onClick={() => stage.set({ sheet: "preview" })}>
            <Icon name="screen" size={14} /> {words("wide")}
          </button>
        )}
      </div>
      <Writing project={project} stage={stage} bot={bot} advice={previewed.advice} />
      <div className="tw-preview__frames">
        {previewed.previews.filter(({ channel }) => shown.includes(channel)).map((preview) => (
          <ChannelFrame key={preview.channel} preview={preview} name={name} />
        ))}
      </div>
    </section>
  );
}
