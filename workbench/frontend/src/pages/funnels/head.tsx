// The funnel's name, whether it is saved, and what one can take along.

import { useState } from "react";
import { HistorySource } from "../../history/source.tsx";
import type { Standing } from "../../history/standing.ts";
import { save as saveFile } from "../../files.ts";
import { Download, type File, type FileFormat } from "../../parts/download.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Menu } from "../../parts/menu.tsx";
import type { Json } from "../../types.ts";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { useDrawn } from "./drawn.ts";
import { askBack } from "./ask_back.ts";
import { OverCanvas } from "./over_canvas.tsx";
import { keyOf } from "./spec.ts";
import type { Counted, Spec } from "./types.ts";

const WORDS = {
  funnel: { es: "Embudo", en: "Funnel", pt: "Funil" },
  funnels: { es: "Embudos", en: "Funnels", pt: "Funis" },
  fresh: { es: "Embudo nuevo", en: "New funnel", pt: "Funil novo" },
  name: { es: "Nombre del embudo", en: "Name of the funnel", pt: "Nome do funil" },
  unnamed: { es: "Sin nombre", en: "Without a name", pt: "Sem nome" },
  saved: { es: "Guardado en el proyecto", en: "Saved in the project", pt: "Salvo no projeto" },
  unsaved: { es: "Sin guardar", en: "Not saved", pt: "Não salvo" },
  save: { es: "Guardar", en: "Save", pt: "Salvar" },
  duplicate: { es: "Duplicar", en: "Duplicate", pt: "Duplicar" },
  rename: { es: "Cambiar el nombre", en: "Rename", pt: "Mudar o nome" },
  remove: { es: "Borrar", en: "Delete", pt: "Apagar" },
  link: { es: "Copiar el enlace", en: "Copy the link", pt: "Copiar o link" },
  copied: { es: "Enlace copiado", en: "Link copied", pt: "Link copiado" },
  notebook: { es: "Abrir como cuaderno", en: "Open as a notebook", pt: "Abrir como caderno" },
  copyOf: { es: "{name} (copia)", en: "{name} (copy)", pt: "{name} (cópia)" },
  didSave: { es: "Guardar el embudo {name}", en: "Save the funnel {name}", pt: "Salvar o funil {name}" },
  didRemove: { es: "Borrar el embudo {name}", en: "Delete the funnel {name}", pt: "Apagar o funil {name}" },
  didRename: { es: "Cambiar el nombre del embudo a {name}", en: "Rename the funnel to {name}", pt: "Mudar o nome do funil para {name}" },
} satisfies Words<string>;

const FORMATS: FileFormat[] = ["csv", "xlsx", "parquet", "ipynb"];

interface Props extends PageProps {
  saved: Record<string, Spec>;
  /** The saved one's name in the project, empty where it is not saved. */
  name: string;
  spec: Spec;
  counted: Counted | undefined;
  standing: Standing | undefined;
  /** `isSame`: the funnel is the same as before, and so are the people who are looked at. */
  show(name: string, spec: Spec, isSame?: boolean): void;
}

export function FunnelHead({ project, stage, saved, name, spec, counted, standing, show }: Props) {
  const words = useWords(WORDS);
  const { bot } = stage.current;
  const [isNaming, setNaming] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const figure = useDrawn(project, counted?.key, "bars");
  const kept = saved[name];
  const isSaved = kept !== undefined && keyOf(kept) === keyOf(spec) && kept.name === spec.name;
  const title = spec.name || (spec.steps.length ? words("unnamed") : words("fresh"));
  const edit = (key: string, value: Spec | undefined, label: string) => {
    const path = ["bots", bot, "funnels", key];
    project.edit([value === undefined ? { path } : { path, value: value as unknown as Json }], label);
  };
  const save = (next: Spec) => {
    const key = kept ? name : free(saved, next.name ?? "");
    edit(key, next, words("didSave", { name: next.name ?? key }));
    show(key, next, true);
  };
  const rename = (to: string) => {
    setNaming(false);
    const next = { ...spec, name: to };
    if (!to || to === spec.name) return;
    if (!kept) return save(next);
    edit(name, { ...kept, name: to }, words("didRename", { name: to }));
    show(name, next, true);
  };
  const duplicate = () => {
    const copy = { ...spec, name: words("copyOf", { name: title }) };
    const key = free(saved, copy.name);
    edit(key, copy, words("didSave", { name: copy.name }));
    show(key, copy);
  };
  const remove = () => {
    edit(name, undefined, words("didRemove", { name: title }));
    const other = Object.keys(saved).find((key) => key !== name);
    show(other ?? "", other ? saved[other]! : { steps: [], within_s: spec.within_s ?? null });
  };
  const items = [
    ...Object.entries(saved).map(([key, one]) => ({ label: one.name || key, chosen: key === name, act: () => show(key, one) })),
    { label: words("fresh"), icon: "plus", act: () => show("", { steps: [], within_s: 86_400, ...(spec.zone && { zone: spec.zone }) }) },
  ];
  const acts = [
    { label: words("rename"), icon: "pencil", act: () => setNaming(true) },
    { label: words("duplicate"), icon: "copy", disabled: spec.steps.length === 0, act: duplicate },
    { label: words("remove"), icon: "trash", disabled: !kept, act: remove },
  ];
  const copy = () => void navigator.clipboard.writeText(location.href).then(() => setCopied(true), () => project.say(location.href));
  const make = (format: FileFormat) => askBack<File>(project, "funnels.file", { key: counted!.key, form: format, name: fileName(spec) });
  const openNotebook = () => void make("ipynb").then(({ name: file, data }) => saveFile(file, data), (error: Error) => project.say(error.message));
  return (
    <header className="tw-funnels__head">
      <h1>
        {isNaming ? (
          <form onSubmit={(event) => (event.preventDefault(), rename(String(new FormData(event.currentTarget).get("name") ?? "").trim()))}>
            <input className="tw-input" name="name" aria-label={words("name")} defaultValue={spec.name ?? ""} autoFocus onBlur={({ target }) => rename(target.value.trim())} onKeyDown={({ key }) => key === "Escape" && setNaming(false)} />
          </form>
        ) : (
          <Menu name={words("funnels")} className="tw-funnels__name" items={items}><span dir="auto">{title}</span></Menu>
        )}
      </h1>
      <Menu name={words("funnel")} className="tw-iconbutton tw-menu__only" items={acts}><Icon name="more" size={14} /></Menu>
      {isSaved ? <span className="tw-pill">{words("saved")}</span> : spec.steps.length > 0 && (
        <button type="button" className="tw-button tw-button--small" onClick={() => (spec.name ? save(spec) : setNaming(true))}>{words("save")}</button>
      )}
      <span className="tw-top__space" />
      {standing?.phase === "open" && <HistorySource project={project} standing={standing} />}
      {standing?.phase === "open" && <OverCanvas project={project} stage={stage} spec={spec} />}
      <button type="button" className="tw-button" onClick={copy} onBlur={() => setCopied(false)} disabled={spec.steps.length === 0}><Icon name="link" size={13} /> {words(isCopied ? "copied" : "link")}</button>
      {counted && <Download name={fileName(spec)} formats={FORMATS} make={make} figure={figure} onTrouble={(why) => project.say(why)} />}
      {counted && <button type="button" className="tw-button tw-button--primary" onClick={openNotebook}>{words("notebook")}</button>}
    </header>
  );
}

/** A name for the project's file that no other funnel has. */
function free(saved: Record<string, Spec>, title: string): string {
  const stem = fileName({ steps: [], name: title });
  let name = stem;
  for (let number = 2; saved[name]; number += 1) name = `${stem}_${number}`;
  return name;
}

function fileName({ name }: Spec): string {
  const plain = (name ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  return plain.slice(0, 60) || "funnel";
}
