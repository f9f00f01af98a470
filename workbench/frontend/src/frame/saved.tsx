// Whether what one did is on disk: the one thing to be sure of.

import { use, useEffect, useState } from "react";
import { Icon } from "../parts/icon.tsx";
import type { PageProps } from "../pages/index.ts";
import { useProject, type View } from "../project.ts";
import type { Language } from "../types.ts";
import { LanguageContext, useWords, type Words } from "../words.ts";

const WORDS = {
  fresh: { es: "Sin cambios", en: "No changes", pt: "Sem alterações" },
  saving: { es: "Guardando…", en: "Saving…", pt: "Salvando…" },
  saved: { es: "Guardado {when}", en: "Saved {when}", pt: "Salvo {when}" },
  failed: { es: "No se pudo guardar: {why}", en: "Could not be saved: {why}", pt: "Não foi possível salvar: {why}" },
  offline: { es: "Sin conexión", en: "Offline", pt: "Sem conexão" },
  offlineKept: {
    es: "Sin conexión con el servidor; lo que haga se guarda aquí y se envía cuando vuelva",
    en: "The server cannot be reached; what you do is kept here and sent when it is back",
    pt: "Sem conexão com o servidor; o que fizer fica guardado aqui e é enviado quando voltar",
  },
  readOnly: { es: "Solo lectura", en: "Read-only", pt: "Somente leitura" },
} satisfies Words<string>;

export function Saved({ project }: PageProps) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const state = useProject(project, stateOf);
  const { t_us, error } = useProject(project, (view) => view.saved);
  const locked = useProject(project, (view) => view.locked.project);
  const now_ms = useNow(state === "saved");
  if (state === "failed") {
    return (
      <span className="tw-pill" data-tone="bad" role="alert" title={error}>
        <Icon name="warning" size={13} /> {words("failed", { why: error })}
      </span>
    );
  }
  if (state === "offline") {
    return (
      <span className="tw-pill" data-tone="warn" role="status" title={words("offlineKept")}>
        <Icon name="offline" size={13} /> {words("offline")}
      </span>
    );
  }
  if (state === "readOnly") {
    return (
      <span className="tw-pill" data-tone="warn" title={locked}>
        <Icon name="lock" size={13} /> {words("readOnly")}
      </span>
    );
  }
  const when = ago(now_ms - t_us / 1000, language);
  return <span className="tw-pill tw-saved">{words(state, { when })}</span>;
}

type State = "offline" | "failed" | "readOnly" | "saving" | "saved" | "fresh";

function stateOf({ online, saved, revision, pending, locked }: View): State {
  if (!online) return "offline";
  if (saved.error) return "failed";
  if (locked.project) return "readOnly";
  if (pending > 0 || revision > saved.revision) return "saving";
  return saved.t_us === 0 ? "fresh" : "saved";
}

function useNow(running: boolean): number {
  const [now_ms, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 2000);
    return () => clearInterval(timer);
  }, [running]);
  return now_ms;
}

/** How long ago, in words, by the largest unit that fits. */
export function ago(ms: number, language: Language): string {
  const s = Math.max(0, Math.round(ms / 1000));
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  if (s < 60) return format.format(-s, "second");
  if (s < 3600) return format.format(-Math.floor(s / 60), "minute");
  return s < 86_400 ? format.format(-Math.floor(s / 3600), "hour") : format.format(-Math.floor(s / 86_400), "day");
}
