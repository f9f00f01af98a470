// What the tests cover of a bot and of each of its topics.

import type { Bot } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import type { Coverage, Kind, Tally } from "./types.ts";

const WORDS = {
  topic: { es: "Tema", en: "Topic", pt: "Tema" },
  whole: { es: "Todo el bot", en: "The whole bot", pt: "O bot todo" },
  node: { es: "Nodos", en: "Nodes", pt: "Nós" },
  port: { es: "Salidas", en: "Ports", pt: "Saídas" },
  trigger: { es: "Disparadores", en: "Triggers", pt: "Gatilhos" },
  language: { es: "Textos por idioma", en: "Texts by language", pt: "Textos por idioma" },
} satisfies Words<string>;

const KINDS: Kind[] = ["node", "port", "trigger", "language"];

interface Props {
  coverage: Coverage;
  bot: Bot;
  /** The topic that is shown beside. */
  topic: string;
  titleOf(topic: string): string;
  onTopic(topic: string): void;
}

export function CoverageTable({ coverage, bot, topic, titleOf, onTopic }: Props) {
  const words = useWords(WORDS);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words("topic")}</th>
          {KINDS.map((kind) => <th key={kind} scope="col">{words(kind)}</th>)}
        </tr>
      </thead>
      <tbody>
        <tr className="tw-coverage__whole">
          <th scope="row">{words("whole")}</th>
          {KINDS.map((kind) => <Share key={kind} tally={coverage.whole[kind]} />)}
        </tr>
        {coverage.topics.filter((row) => row.bot === bot.id).map((row) => (
          <tr key={row.topic} aria-current={row.topic === topic || undefined}>
            <th scope="row">
              <button type="button" className="tw-link" onClick={() => onTopic(row.topic)}>{titleOf(row.topic)}</button>
            </th>
            {KINDS.map((kind) => <Share key={kind} tally={row[kind]} />)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Share({ tally: [passed, total] }: { tally: Tally }) {
  const percent = total ? Math.floor((passed * 100) / total) : 100;
  return (
    <td>
      <span className="tw-share" style={{ "--share": `${percent}%` } as React.CSSProperties} aria-hidden="true" />
      {`${percent} %`}
      <small>{`${passed}/${total}`}</small>
    </td>
  );
}
