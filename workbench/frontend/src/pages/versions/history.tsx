// The versions that are kept; one beside the project as it is now, in words and on the flows.

import { use, useEffect, useState } from "react";
import { useStage } from "../../stage.ts";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { ChangeList } from "./change_list.tsx";
import { moment, useTold } from "./told.ts";
import type { Compared, Kept, Version } from "./types.ts";

const WORDS = {
  versions: { es: "Versiones", en: "Versions", pt: "Versões" },
  keep: { es: "Guardar esta versión con nombre", en: "Keep this version under a name", pt: "Guardar esta versão com nome" },
  name: { es: "Nombre de la versión", en: "Name of the version", pt: "Nome da versão" },
  saved: { es: "guardada", en: "saved", pt: "salva" },
  published: { es: "publicada", en: "published", pt: "publicada" },
  restored: { es: "restaurada", en: "restored", pt: "restaurada" },
  merged: { es: "combinada", en: "merged", pt: "combinada" },
  imported: { es: "importada", en: "imported", pt: "importada" },
  changes: { es: "Qué cambió desde entonces", en: "What has changed since", pt: "O que mudou desde então" },
  same: { es: "Nada cambió desde entonces; las posiciones no cuentan.", en: "Nothing has changed since; positions do not count.", pt: "Nada mudou desde então; as posições não contam." },
  comparing: { es: "Comparando…", en: "Comparing…", pt: "Comparando…" },
  paint: { es: "Ver en los flujos", en: "Show on the flows", pt: "Ver nos fluxos" },
  unpaint: { es: "Quitar de los flujos", en: "Take off the flows", pt: "Tirar dos fluxos" },
  restore: { es: "Volver a esta versión", en: "Go back to this version", pt: "Voltar a esta versão" },
  restored_: { es: "Volver a la versión {id}", en: "Go back to version {id}", pt: "Voltar à versão {id}" },
  none: { es: "Todavía no hay versiones.", en: "There are no versions yet.", pt: "Ainda não há versões." },
} satisfies Words<string>;

const OVERLAY = "comparison";

interface Props extends PageProps {
  kept: Kept;
  onKept(kept: Kept): void;
}

export function History({ project, stage, kept, onKept }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const bot = useStage(stage, (seen) => seen.bot);
  const isPainted = useStage(stage, (seen) => seen.overlays.some(({ name }) => name === OVERLAY));
  const [open, setOpen] = useState(kept.versions[0]?.id ?? 0);
  const [compared, isOnWay, ask] = useTold<Compared>(project, "versions.compared");
  const newest = kept.versions[0]?.id;
  useEffect(() => {
    if (open) ask("versions.compare", { before: open, bot });
  }, [ask, open, bot, newest]);
  const request = (what: string, args: object) => project.host.ask<Kept>(what, args).then(onKept, (error: Error) => project.say(error.message));
  const shown = compared?.before === open ? compared : undefined;
  return (
    <div className="tw-tests__columns">
      <div className="tw-tests__side">
        <NewName onKeep={(label) => void request("versions.keep", { label })} />
        {kept.issues.map(({ message, remedy }) => <p key={message} className="tw-note">{`${message}; ${remedy}`}</p>)}
        {kept.versions.length === 0 && <p className="tw-note">{words("none")}</p>}
        <ul className="tw-tests__list" aria-label={words("versions")}>
          {kept.versions.map((version) => (
            <li key={version.id}>
              <button type="button" className="tw-version" aria-current={version.id === open || undefined} onClick={() => setOpen(version.id)}>
                <span className="tw-tests__title">{version.label && !version.label.startsWith("#") ? version.label : moment(version.t_us, language)}</span>
                <span className="tw-tag" data-tone={version.kind === "published" ? "ok" : undefined}>{words(version.kind)}</span>
                <small>{detail(version, language)}</small>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <section className="tw-coverage" aria-label={words("changes")}>
        <div className="tw-versions__actions">
          <button type="button" className="tw-button" disabled={!shown?.changes.length} aria-pressed={isPainted} onClick={() => (isPainted ? stage.removeOverlay(OVERLAY) : shown && stage.overlay(shown.overlay))}>
            {words(isPainted ? "unpaint" : "paint")}
          </button>
          <button type="button" className="tw-button" disabled={!shown?.changes.length} onClick={() => void request("versions.restore", { version: open, label: words("restored_", { id: open }) })}>
            {words("restore")}
          </button>
        </div>
        <h2 className="tw-heading">{words("changes")}</h2>
        {isOnWay && !shown && <p role="status">{words("comparing")}</p>}
        {shown && (shown.changes.length ? <ChangeList changes={shown.changes} onGo={(place) => stage.goTo(place)} /> : <p className="tw-note">{words("same")}</p>)}
      </section>
    </div>
  );
}

function NewName({ onKeep }: { onKeep(label: string): void }) {
  const words = useWords(WORDS);
  const [label, setLabel] = useState("");
  return (
    <form
      className="tw-versions__name"
      onSubmit={(event) => {
        event.preventDefault();
        if (label.trim()) onKeep(label.trim());
        setLabel("");
      }}
    >
      <input className="tw-input" aria-label={words("name")} placeholder={words("keep")} value={label} onChange={(event) => setLabel(event.target.value)} />
      <button type="submit" className="tw-button" disabled={!label.trim()} aria-label={words("keep")}>+</button>
    </form>
  );
}

function detail({ t_us, author, bundle, label }: Version, language: string): string {
  return [label && moment(t_us, language), author, bundle.slice(0, 12), label.startsWith("#") ? label : ""].filter(Boolean).join(" · ");
}
