// Where there is no history to count yet: what to do about it.

import { useEffect, useState } from "react";
import { Progress } from "../parts/progress.tsx";
import type { Project } from "../project.ts";
import { useWords, type Words } from "../words.ts";
import { chooseHistory, type Standing } from "./standing.ts";

const WORDS = {
  none: { es: "Todavía no hay historial", en: "There is no history yet", pt: "Ainda não há histórico" },
  about: {
    es: "Aquí se cuenta lo que pasó en las conversaciones. Diga dónde lo guarda el servidor: el archivo SQLite que escribe tertulia serve, la dirección de una base de datos, o una carpeta de archivos Parquet.",
    en: "What happened in conversations is counted here. Say where the server keeps it: the SQLite file that tertulia serve writes, a database's address, or a folder of Parquet files.",
    pt: "Aqui se conta o que aconteceu nas conversas. Diga onde o servidor o guarda: o arquivo SQLite que tertulia serve escreve, o endereço de um banco de dados, ou uma pasta de arquivos Parquet.",
  },
  failed: { es: "El historial no se puede leer", en: "The history cannot be read", pt: "O histórico não pode ser lido" },
  opening: { es: "Leyendo el historial…", en: "Reading the history…", pt: "Lendo o histórico…" },
  source: { es: "Archivo, carpeta o dirección", en: "File, folder or address", pt: "Arquivo, pasta ou endereço" },
  connect: { es: "Conectar", en: "Connect", pt: "Conectar" },
  or: { es: "o, para conocerlo:", en: "or, to get to know it:", pt: "ou, para conhecer:" },
  demo: { es: "Hacer un historial de prueba", en: "Make a demo history", pt: "Fazer um histórico de demonstração" },
  demoAbout: {
    es: "Personas inventadas conversan con este bot en el motor mismo, seis semanas en medio minuto. Se rotula como inventado en todas partes.",
    en: "Invented people talk to this bot through the engine itself, six weeks in half a minute. It is labelled as invented everywhere.",
    pt: "Pessoas inventadas conversam com este bot no próprio motor, seis semanas em meio minuto. É rotulado como inventado em toda parte.",
  },
  making: { es: "Conversando…", en: "Talking…", pt: "Conversando…" },
  password: {
    es: "Una contraseña en la dirección se usa ahora y no se guarda.", en: "A password in the address is used now and not kept.",
    pt: "Uma senha no endereço é usada agora e não é guardada.",
  },
} satisfies Words<string>;

interface Props {
  project: Project;
  standing: Standing | undefined;
}

export function Connect({ project, standing }: Props) {
  const words = useWords(WORDS);
  const [source, setSource] = useState(standing?.source ?? "");
  if (!standing || standing.phase === "opening") return <div className="tw-empty" role="status">{words("opening")}</div>;
  return (
    <div className="tw-empty tw-connect">
      <h2>{words(standing.phase === "failed" ? "failed" : "none")}</h2>
      {standing.error ? <p role="alert">{standing.error}</p> : <p>{words("about")}</p>}
      <form
        className="tw-connect__form"
        onSubmit={(event) => {
          event.preventDefault();
          chooseHistory(project, source.trim());
        }}
      >
        <input className="tw-input" aria-label={words("source")} placeholder="tertulia.sqlite" value={source} spellCheck={false} onChange={({ target }) => setSource(target.value)} />
        <button type="submit" className="tw-button tw-button--primary" disabled={!source.trim()}>{words("connect")}</button>
      </form>
      {source.includes("://") && <p className="tw-note">{words("password")}</p>}
      <Demo project={project} />
    </div>
  );
}

interface Course {
  step?: string;
  share?: number;
  done?: boolean;
  error?: string;
}

/** A history to try things on, made in the background. */
function Demo({ project }: { project: Project }) {
  const words = useWords(WORDS);
  const [course, setCourse] = useState<Course>();
  useEffect(() => project.host.hear<Course>("history.demo", setCourse), [project]);
  const make = () => {
    setCourse({ step: words("making") });
    project.host.ask("history.demo").catch((error: Error) => setCourse({ error: error.message }));
  };
  if (course && !course.error && !course.done) return <div className="tw-connect__demo"><Progress label={course.step || words("making")} part={course.share} /></div>;
  return (
    <div className="tw-connect__demo">
      <small>{words("or")}</small>
      <button type="button" className="tw-button" onClick={make}>{words("demo")}</button>
      <p className="tw-note">{words("demoAbout")}</p>
      {course?.error && <p role="alert">{course.error}</p>}
    </div>
  );
}
