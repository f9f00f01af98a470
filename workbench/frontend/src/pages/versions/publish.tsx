// The gate, and what is behind it: a running engine, its bundles, or a bundle to take along.

import { use, useEffect, useId, useState } from "react";
import { Progress } from "../../parts/progress.tsx";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { GateView } from "./gate_view.tsx";
import { moment, useTold } from "./told.ts";
import type { Gate, Publication, Published } from "./types.ts";

const WORDS = {
  engine: { es: "Motor en marcha", en: "Running engine", pt: "Motor em execução" },
  address: { es: "Dirección", en: "Address", pt: "Endereço" },
  key: { es: "Clave para publicar", en: "Key to publish", pt: "Chave para publicar" },
  keyHint: { es: "No se guarda; se hace con «tertulia key --name NOMBRE --scope publish»", en: "It is not kept; made with “tertulia key --name NAME --scope publish”", pt: "Não é guardada; é feita com “tertulia key --name NOME --scope publish”" },
  check: { es: "Revisar", en: "Check", pt: "Revisar" },
  checking: { es: "Revisando, con todas las pruebas…", en: "Checking, with all tests…", pt: "Revisando, com todos os testes…" },
  publish: { es: "Publicar", en: "Publish", pt: "Publicar" },
  publishing: { es: "Publicando…", en: "Publishing…", pt: "Publicando…" },
  take: { es: "Exportar el paquete", en: "Export the bundle", pt: "Exportar o pacote" },
  taking: { es: "Preparando el paquete…", en: "Making the bundle…", pt: "Preparando o pacote…" },
  done: { es: "Publicado: {bundle} atiende las sesiones nuevas. {moved} {moved|sesión pasada|sesiones pasadas}.", en: "Published: {bundle} answers new sessions. {moved} {moved|session|sessions} moved.", pt: "Publicado: {bundle} atende as sessões novas. {moved} {moved|sessão passada|sessões passadas}." },
  bundles: { es: "Qué hay publicado", en: "What is published", pt: "O que está publicado" },
  look: { es: "Consultar", en: "Look", pt: "Consultar" },
  current: { es: "actual", en: "current", pt: "atual" },
  back: { es: "Volver a este", en: "Go back to this", pt: "Voltar a este" },
  sessions: { es: "{count} {count|sesión|sesiones}", en: "{count} {count|session|sessions}", pt: "{count} {count|sessão|sessões}" },
} satisfies Words<string>;

export function Publish({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const offered = useId();
  const [url, setUrl] = useState("");
  const [key, setKey] = useState("");
  const [known, setKnown] = useState<string[]>([]);
  const [moves, setMoves] = useState<Record<string, string>>({});
  const [isDespite, setDespite] = useState(false);
  const [gate, isChecking, askGate, setGate] = useTold<Gate>(project, "publishing.gate");
  const [done, isPublishing, askPublish] = useTold<Published>(project, "publishing.done");
  const [bundles, isLooking, askBundles] = useTold<{ publications: Publication[] }>(project, "publishing.bundles");
  const [file, isTaking, askFile, setFile] = useTold<{ name: string; data: string }>(project, "publishing.file");
  useEffect(() => {
    void project.host.ask<{ engines: string[] }>("publishing.open").then(({ engines }) => {
      setKnown(engines);
      setUrl((now) => now || (engines[0] ?? ""));
    });
  }, [project]);
  useEffect(() => setMoves(gate?.moves ?? {}), [gate]);
  useEffect(() => {
    if (!file) return;
    download(file.name, file.data);
    setFile();
  }, [file, setFile]);
  const target = { url: url.trim(), key: key.trim() };
  const isFree = gate && gate.errors.length === 0 && gate.warnings.length === 0 && (gate.failed.length === 0 || isDespite);
  const accept = (keys: string[], label: string) => {
    project.host.ask("publishing.accept", { keys, label }).then(
      () => gate && setGate({ ...gate, warnings: gate.warnings.filter(({ key: one }) => !keys.includes(one)), accepted: [...gate.accepted, ...gate.warnings.filter(({ key: one }) => keys.includes(one))] }),
      (error: Error) => project.say(error.message),
    );
  };
  const current = bundles?.publications.find(({ is_current }) => is_current)?.bundle;
  return (
    <div className="tw-coverage tw-publish">
      <section className="tw-card tw-publish__card" aria-label={words("engine")}>
        <h2 className="tw-heading">{words("engine")}</h2>
        <div className="tw-publish__target">
          <label className="tw-label">
            {words("address")}
            <input className="tw-input" type="url" list={offered} placeholder="http://localhost:8400" value={url} onChange={(event) => setUrl(event.target.value)} />
            <datalist id={offered}>{known.map((one) => <option key={one} value={one} />)}</datalist>
          </label>
          <label className="tw-label">
            {words("key")}
            <input className="tw-input" type="password" autoComplete="off" value={key} onChange={(event) => setKey(event.target.value)} />
            <small>{words("keyHint")}</small>
          </label>
        </div>
        <div className="tw-versions__actions">
          <button type="button" className="tw-button" disabled={isChecking} onClick={() => askGate("publishing.gate", target.url ? target : {})}>{words("check")}</button>
          <button type="button" className="tw-button tw-button--primary" disabled={!isFree || !target.url || isPublishing} onClick={() => askPublish("publishing.go", { ...target, moves })}>{words("publish")}</button>
          <button type="button" className="tw-button" disabled={isTaking} onClick={() => askFile("publishing.take")}>{words("take")}</button>
        </div>
        {isChecking && <Progress label={words("checking")} />}
        {isPublishing && <Progress label={words("publishing")} />}
        {isTaking && <Progress label={words("taking")} />}
        {done && <p role="status" className="tw-publish__done">{words("done", { bundle: done.bundle.slice(0, 12), moved: done.moved })}</p>}
      </section>
      {gate && <GateView gate={gate} stage={stage} moves={moves} isDespite={isDespite} onMoves={setMoves} onDespite={setDespite} onAccept={accept} />}
      <section className="tw-card tw-publish__card" aria-label={words("bundles")}>
        <h2 className="tw-heading">{words("bundles")}</h2>
        <button type="button" className="tw-button" disabled={!target.url || isLooking} onClick={() => askBundles("publishing.bundles", target)}>{words("look")}</button>
        <ul className="tw-publish__bundles">
          {bundles?.publications.map(({ bundle, t, by, is_current, is_kept, sessions }) => (
            <li key={`${bundle}${t}`}>
              <code>{bundle.slice(0, 12)}</code>
              <span>{moment(t * 1000, language)}</span>
              <span>{by}</span>
              <span>{words("sessions", { count: sessions })}</span>
              {is_current && <span className="tw-tag" data-tone="ok">{words("current")}</span>}
              {!is_current && is_kept && bundle !== current && (
                <button type="button" className="tw-link" onClick={() => askPublish("publishing.activate", { ...target, bundle_id: bundle })}>{words("back")}</button>
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** Gives the browser a file from base64. */
function download(name: string, data: string): void {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
