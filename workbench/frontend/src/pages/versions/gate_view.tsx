// What stands before a publication: errors, warnings to accept, tests, people who wait at places
// that are gone.

import type { Stage } from "../../stage.ts";
import type { Issue } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import type { Gate } from "./types.ts";

const WORDS = {
  free: { es: "Nada impide publicar.", en: "Nothing stands in the way.", pt: "Nada impede a publicação." },
  errors: { es: "{count} {count|error que corregir|errores que corregir}", en: "{count} {count|error to correct|errors to correct}", pt: "{count} {count|erro a corrigir|erros a corrigir}" },
  warnings: { es: "{count} {count|aviso que aceptar o corregir|avisos que aceptar o corregir}", en: "{count} {count|warning to accept or correct|warnings to accept or correct}", pt: "{count} {count|aviso a aceitar ou corrigir|avisos a aceitar ou corrigir}" },
  accept: { es: "Aceptar", en: "Accept", pt: "Aceitar" },
  acceptAll: { es: "Aceptar todos", en: "Accept all", pt: "Aceitar todos" },
  accepted: { es: "{count} {count|aviso aceptado|avisos aceptados}", en: "{count} {count|warning accepted|warnings accepted}", pt: "{count} {count|aviso aceito|avisos aceitos}" },
  label: { es: "Aceptar avisos", en: "Accept warnings", pt: "Aceitar avisos" },
  failed: { es: "{count} {count|prueba que difiere|pruebas que difieren}", en: "{count} {count|test that differs|tests that differ}", pt: "{count} {count|teste que difere|testes que diferem}" },
  despite: { es: "Publicar a pesar de las pruebas", en: "Publish despite the tests", pt: "Publicar apesar dos testes" },
  lost: { es: "Personas que esperan en lugares que ya no están", en: "People who wait at places that are gone", pt: "Pessoas que esperam em lugares que já não estão" },
  people: { es: "{count} en {node}", en: "{count} at {node}", pt: "{count} em {node}" },
  to: { es: "Pasarlas a", en: "Move them to", pt: "Passá-las para" },
  stay: { es: "(siguen con lo de antes)", en: "(they go on with what was)", pt: "(seguem com o de antes)" },
  advice: { es: "{count} {count|consejo|consejos}", en: "{count} {count|piece of advice|pieces of advice}", pt: "{count} {count|conselho|conselhos}" },
} satisfies Words<string>;

interface Props {
  gate: Gate;
  stage: Stage;
  moves: Record<string, string>;
  isDespite: boolean;
  onMoves(moves: Record<string, string>): void;
  onDespite(isDespite: boolean): void;
  onAccept(keys: string[], label: string): void;
}

export function GateView({ gate, stage, moves, isDespite, onMoves, onDespite, onAccept }: Props) {
  const words = useWords(WORDS);
  const isFree = !gate.errors.length && !gate.warnings.length && !gate.failed.length && !gate.lost.length;
  return (
    <section className="tw-card tw-publish__card tw-gate">
      {isFree && <p className="tw-publish__done" role="status">{words("free")}</p>}
      {gate.errors.length > 0 && <h2 className="tw-heading" data-tone="bad">{words("errors", { count: gate.errors.length })}</h2>}
      <Findings issues={gate.errors} stage={stage} />
      {gate.warnings.length > 0 && (
        <h2 className="tw-heading">
          {words("warnings", { count: gate.warnings.length })}{" "}
          <button type="button" className="tw-link" onClick={() => onAccept(gate.warnings.map(({ key }) => key), words("label"))}>{words("acceptAll")}</button>
        </h2>
      )}
      <Findings issues={gate.warnings} stage={stage} action={words("accept")} onAct={(issue) => onAccept([gate.warnings.find((one) => one === issue)!.key], words("label"))} />
      {gate.failed.length > 0 && (
        <>
          <h2 className="tw-heading" data-tone="bad">{words("failed", { count: gate.failed.length })}</h2>
          <ul className="tw-gate__list">
            {gate.failed.map((title) => (
              <li key={title}>
                <button type="button" className="tw-link" onClick={() => stage.set({ page: "tests" })}>{title}</button>
              </li>
            ))}
          </ul>
          <label className="tw-tests__only">
            <input type="checkbox" checked={isDespite} onChange={(event) => onDespite(event.target.checked)} />
            {words("despite")}
          </label>
        </>
      )}
      {gate.lost.length > 0 && (
        <>
          <h2 className="tw-heading">{words("lost")}</h2>
          <ul className="tw-gate__list">
            {gate.lost.map(({ bot, node, port, sessions, bundle }) => {
              const place = `${bot}/${node}`;
              return (
                <li key={`${bundle}${place}${port}`}>
                  <span>{words("people", { count: sessions, node: port ? `${node} › ${port}` : node })}</span>
                  {!port && (
                    <label className="tw-gate__move">
                      {words("to")}
                      <input
                        className="tw-input" placeholder={words("stay")} value={moves[place] ?? ""}
                        onChange={(event) => {
                          const { [place]: _, ...rest } = moves;
                          onMoves(event.target.value ? { ...rest, [place]: event.target.value } : rest);
                        }}
                      />
                    </label>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
      {gate.accepted.length > 0 && <p className="tw-note">{words("accepted", { count: gate.accepted.length })}</p>}
      {gate.advice.length > 0 && <p className="tw-note">{words("advice", { count: gate.advice.length })}</p>}
    </section>
  );
}

interface FindingsProps {
  issues: Issue[];
  stage: Stage;
  action?: string;
  onAct?(issue: Issue): void;
}

function Findings({ issues, stage, action, onAct }: FindingsProps) {
  return (
    <ul className="tw-gate__list">
      {issues.map((issue, index) => (
        <li key={index} data-severity={issue.severity}>
          <button type="button" className="tw-link" disabled={!issue.location?.topic} onClick={() => stage.goTo(issue.location ?? {})}>
            {[issue.location?.topic, issue.location?.node].filter(Boolean).join(" › ") || (issue.location?.file ?? "")}
          </button>
          <span>{`${issue.message}; ${issue.remedy}`}</span>
          {onAct && <button type="button" className="tw-link" onClick={() => onAct(issue)}>{action}</button>}
        </li>
      ))}
    </ul>
  );
}
