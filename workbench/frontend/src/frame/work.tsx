// The page in the middle: drawn here, or made by Python.

import { Component, use, type ReactNode } from "react";
import { Made } from "./made.tsx";
import { PAGES, type PageProps } from "../pages/index.ts";
import { useProject } from "../project.ts";
import { useStage } from "../stage.ts";
import { fill, inLanguage, LanguageContext, useWords, type Words } from "../words.ts";

const WORDS = {
  missing: { es: "No existe la página «{page}».", en: "There is no page “{page}”.", pt: "Não existe a página “{page}”." },
  toFlows: { es: "Ir a los flujos", en: "Go to the flows", pt: "Ir para os fluxos" },
  broken: {
    es: "Esta página falló: {why}. Lo hecho está guardado.", en: "This page failed: {why}. What you did is saved.",
    pt: "Esta página falhou: {why}. O que foi feito está salvo.",
  },
  again: { es: "Abrirla otra vez", en: "Open it again", pt: "Abrir de novo" },
} satisfies Words<string>;

export function Work({ project, stage }: PageProps) {
  const page = useStage(stage, (seen) => seen.page);
  const language = use(LanguageContext);
  const entry = useProject(project, (view) => view.pages.find((one) => one.name === page));
  const Shown = PAGES[page];
  return (
    <main className="tw-work" aria-label={inLanguage(entry?.words, language)}>
      <Guard key={page} sentence={WORDS.broken[language]} again={WORDS.again[language]}>
        {entry?.made ? (
          <Made project={project} page={page} />
        ) : Shown ? (
          <Shown project={project} stage={stage} />
        ) : (
          <Missing page={page} toFlows={() => stage.set({ page: "flows" })} />
        )}
      </Guard>
    </main>
  );
}

function Missing({ page, toFlows }: { page: string; toFlows(): void }) {
  const words = useWords(WORDS);
  return (
    <div className="tw-empty">
      <p>{words("missing", { page })}</p>
      <button type="button" className="tw-button" onClick={toFlows}>{words("toFlows")}</button>
    </div>
  );
}

interface GuardProps {
  sentence: string;
  again: string;
  children: ReactNode;
}

/** A page that fails does not take the frame with it. */
class Guard extends Component<GuardProps, { why: string }> {
  override state = { why: "" };

  static getDerivedStateFromError(error: Error): { why: string } {
    return { why: error.message || error.name };
  }

  override render(): ReactNode {
    if (!this.state.why) return this.props.children;
    return (
      <div className="tw-empty" role="alert">
        <p>{fill(this.props.sentence, this.state)}</p>
        <button type="button" className="tw-button" onClick={() => this.setState({ why: "" })}>{this.props.again}</button>
      </div>
    );
  }
}
