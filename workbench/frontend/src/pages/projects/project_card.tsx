// One project in the list.

import { use } from "react";
import { ago } from "../../frame/saved.tsx";
import { projectAddress } from "../../frame/address.ts";
import { Icon } from "../../parts/icon.tsx";
import { Menu } from "../../parts/menu.tsx";
import { LanguageContext, useWords, type Words } from "../../words.ts";
import type { Shown } from "./types.ts";

const WORDS = {
  open: { es: "Abierto", en: "Open", pt: "Aberto" },
  bots: { es: "{count} {count|bot|bots}", en: "{count} {count|bot|bots}", pt: "{count} {count|bot|bots}" },
  topics: { es: "{count} {count|tema|temas}", en: "{count} {count|topic|topics}", pt: "{count} {count|tema|temas}" },
  changed: { es: "Cambiado {when}", en: "Changed {when}", pt: "Alterado {when}" },
  more: { es: "Más sobre {name}", en: "More on {name}", pt: "Mais sobre {name}" },
  duplicate: { es: "Duplicar", en: "Duplicate", pt: "Duplicar" },
  again: { es: "Traer una exportación más nueva", en: "Bring in a newer export", pt: "Trazer uma exportação mais nova" },
  report: { es: "Informe de la importación", en: "Account of the import", pt: "Relatório da importação" },
} satisfies Words<string>;

interface Props {
  shown: Shown;
  isOpen: boolean;
  onDuplicate(): void;
  onReport(): void;
  /** A newer export of what it was imported from is to come into it. */
  onAgain(): void;
}

export function ProjectCard({ shown, isOpen, onDuplicate, onReport, onAgain }: Props) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const items = [{ label: words("duplicate"), icon: "copy", act: onDuplicate }];
  if (shown.report) {
    items.push({ label: words("report"), icon: "info", act: onReport });
    items.push({ label: words("again"), icon: "upload", act: onAgain });
  }
  return (
    <article className="tw-card tw-project" data-open={isOpen}>
      <span className="tw-project__glyph" aria-hidden="true">{shown.name.charAt(0).toUpperCase()}</span>
      <div className="tw-project__text">
        <h2>
          <a href={projectAddress(shown.folder)}>{shown.name}</a> {isOpen && <span className="tw-tag" data-tone="ok">{words("open")}</span>}
        </h2>
        {shown.fault ? (
          <p className="tw-project__fault">{shown.fault}</p>
        ) : (
          <p>
            {shown.folder} · {shown.bots > 1 && `${words("bots", { count: shown.bots })} · `}
            {words("topics", { count: shown.topics })} · {shown.languages.join(" ")}
          </p>
        )}
        <p>{words("changed", { when: ago(Date.now() - shown.changed_us / 1000, language) })}</p>
      </div>
      <Menu name={words("more", { name: shown.name })} align="end" className="tw-iconbutton tw-menu__only" items={items}>
        <Icon name="more" />
      </Menu>
    </article>
  );
}
