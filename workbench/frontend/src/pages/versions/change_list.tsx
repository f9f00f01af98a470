// Differences in sentences, each with the way to its place; code and tests line by line.

import type { Place } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import type { Change } from "./types.ts";

const WORDS = {
  added: { es: "agregado", en: "added", pt: "adicionado" },
  removed: { es: "quitado", en: "removed", pt: "removido" },
  changed: { es: "cambiado", en: "changed", pt: "alterado" },
  moved: { es: "movido", en: "moved", pt: "movido" },
  more: { es: "y {count} más", en: "and {count} more", pt: "e mais {count}" },
} satisfies Words<string>;

const SIGNS = { added: "+", removed: "−", changed: "~", moved: "→" };
const MOST = 500;

export function ChangeList({ changes, onGo }: { changes: Change[]; onGo(place: Place): void }) {
  const words = useWords(WORDS);
  return (
    <ul className="tw-changes">
      {changes.slice(0, MOST).map((change, index) => {
        const { kind, location, lines } = change;
        return (
          <li key={index} data-kind={kind}>
            <span className="tw-changes__sign" title={words(kind)}>
              <span aria-hidden="true">{SIGNS[kind]}</span>
              <span className="tw-hidden">{words(kind)}</span>
            </span>
            {location.topic && kind !== "removed" ? (
              <button type="button" className="tw-link" onClick={() => onGo(location)}>{change.words}</button>
            ) : (
              <span>{change.words}</span>
            )}
            {lines && lines.length > 0 && (
              <pre className="tw-changes__lines">
                {lines.map((line, at) => (
                  <span key={at} data-sign={line[0]}>{`${line}\n`}</span>
                ))}
              </pre>
            )}
          </li>
        );
      })}
      {changes.length > MOST && <li>{words("more", { count: changes.length - MOST })}</li>}
    </ul>
  );
}
