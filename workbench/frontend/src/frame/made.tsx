// A page that Python makes: any Panel object, put in the place of the work.

import { useEffect, useRef, useState } from "react";
import type { Project } from "../project.ts";
import { useWords, type Words } from "../words.ts";

const WORDS = {
  loading: { es: "Preparando la página…", en: "Making the page…", pt: "Preparando a página…" },
} satisfies Words<string>;

export function Made({ project, page }: { project: Project; page: string }) {
  const words = useWords(WORDS);
  const place = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const element = project.host.child?.("made");
    if (element) place.current?.append(element);
    project.host.ask("pages.show", { page }).then(() => setReady(true), (error: Error) => project.say(error.message));
    return () => element?.remove();
  }, [project, page]);
  return (
    <div className="tw-made" ref={place}>
      {!ready && <p className="tw-note" role="status">{words("loading")}</p>}
    </div>
  );
}
