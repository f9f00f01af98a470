// What one can do with a dashboard: share, print, arrange, copy, remove.

import { use, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { Menu, type MenuItem } from "../../parts/menu.tsx";
import { inLanguage, LanguageContext, useWords, type Words } from "../../words.ts";
import type { Chart, Dashboard } from "./types.ts";

const WORDS = {
  more: { es: "Más", en: "More", pt: "Mais" },
  link: { es: "Copiar el enlace", en: "Copy the link", pt: "Copiar o link" },
  copied: { es: "Enlace copiado", en: "Link copied", pt: "Link copiado" },
  print: { es: "Imprimir", en: "Print", pt: "Imprimir" },
  arrange: { es: "Ordenar", en: "Arrange", pt: "Organizar" },
  done: { es: "Listo", en: "Done", pt: "Pronto" },
  copy: { es: "Copiar al proyecto", en: "Copy to the project", pt: "Copiar para o projeto" },
  copyOf: { es: "{title} (copia)", en: "{title} (copy)", pt: "{title} (cópia)" },
  remove: { es: "Eliminar el tablero", en: "Delete the dashboard", pt: "Excluir o painel" },
  sure: { es: "¿Eliminar para todos?", en: "Delete it for everybody?", pt: "Excluir para todos?" },
  cancel: { es: "Cancelar", en: "Cancel", pt: "Cancelar" },
} satisfies Words<string>;

const SHOWN_MS = 2_500;

interface Props {
  dashboard: Dashboard;
  isArranging: boolean;
  setArranging(on: boolean): void;
  create(title: string, charts: Chart[]): void;
  remove(): void;
  print(): void;
}

export function BoardActions({ dashboard, isArranging, setArranging, create, remove, print }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const [isCopied, setCopied] = useState(false);
  const [isSure, setSure] = useState(true);
  const copyLink = () =>
    void navigator.clipboard.writeText(location.href).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), SHOWN_MS);
    });
  const title = inLanguage(dashboard.title, language);
  const items: MenuItem[] = [
    { label: words("copy"), icon: "copy", act: () => create(words("copyOf", { title }), dashboard.charts) },
    { label: words("print"), icon: "file", act: print },
    ...(dashboard.own ? [{ label: words("remove"), icon: "trash", act: () => setSure(false) }] : []),
  ];
  if (!isSure) {
    return (
      <>
        <span>{words("sure")}</span>
        <button type="button" className="tw-button tw-button--primary" autoFocus onClick={() => (setSure(true), remove())}>{words("remove")}</button>
        <button type="button" className="tw-button" onClick={() => setSure(true)}>{words("cancel")}</button>
      </>
    );
  }
  return (
    <>
      {navigator.clipboard && (
        <button type="button" className="tw-button" onClick={copyLink}>
          <Icon name={isCopied ? "check" : "link"} size={14} />
          <span role="status">{words(isCopied ? "copied" : "link")}</span>
        </button>
      )}
      {dashboard.own && (
        <button type="button" className="tw-button" aria-pressed={isArranging} onClick={() => setArranging(!isArranging)}>
          <Icon name={isArranging ? "check" : "pencil"} size={14} />
          {words(isArranging ? "done" : "arrange")}
        </button>
      )}
      <Menu name={words("more")} items={items} align="end" className="tw-button tw-menu__only">
        <Icon name="more" size={16} />
      </Menu>
    </>
  );
}
