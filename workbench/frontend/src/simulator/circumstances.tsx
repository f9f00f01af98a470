// Who talks, where and when. A change plays the conversation again in the new circumstances.

import { useState } from "react";
import { useProject } from "../project.ts";
import type { Json } from "../types.ts";
import { useWords, type Words } from "../words.ts";
import { fieldTime, momentOf } from "./moments.ts";
import { useBot, useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import type { Contact } from "./told.ts";
import { inField, typed } from "./values.ts";

const WORDS = {
  title: { es: "Circunstancias", en: "Circumstances", pt: "Circunstâncias" },
  again: { es: "Al cambiarlas, la conversación se repite.", en: "A change plays the conversation again.", pt: "Ao mudá-las, a conversa se repete." },
  bot: { es: "Con quién habla", en: "Who is talked to", pt: "Com quem fala" },
  manager: { es: "Quien elija el gestor", en: "Whom the flow manager chooses", pt: "Quem o gestor escolher" },
  start: { es: "Empieza", en: "Begins", pt: "Começa" },
  language: { es: "Idioma del contacto", en: "Contact's language", pt: "Idioma do contato" },
  none: { es: "no se sabe", en: "not known", pt: "não se sabe" },
  name: { es: "Nombre", en: "Name", pt: "Nome" },
  id: { es: "Identificador", en: "Id", pt: "Identificador" },
  phone: { es: "Teléfono", en: "Phone", pt: "Telefone" },
  email: { es: "Correo", en: "E-mail", pt: "E-mail" },
  tags: { es: "Etiquetas, separadas por comas", en: "Tags, separated by commas", pt: "Etiquetas, separadas por vírgulas" },
  fields: { es: "Ficha del contacto", en: "Contact's fields", pt: "Ficha do contato" },
  agents: { es: "Personas disponibles", en: "People available", pt: "Pessoas disponíveis" },
  seed: { es: "Semilla del azar", en: "Seed of chance", pt: "Semente do acaso" },
  done: { es: "Listo", en: "Done", pt: "Pronto" },
} satisfies Words<string>;

const CONTACT = ["name", "phone", "email", "id"] as const;

export function Circumstances({ close }: { close(): void }) {
  const words = useWords(WORDS);
  const { project, session } = useScene();
  const setup = useTalk(session, (talk) => talk.setup);
  const bot = useBot();
  const bots = useProject(project, ({ tree }) => tree.bots);
  const zone = String(bot?.["time_zone"] ?? "UTC");
  const contact = (change: Contact) => session.setUp({ contact: { ...setup.contact, ...change } });
  return (
    <section className="tw-panel" aria-label={words("title")} onKeyDown={(event) => event.key === "Escape" && close()}>
      <h3>{words("title")}</h3>
      <p className="tw-aside">{words("again")}</p>
      <div className="tw-panel__grid">
        {Object.keys(bots).length > 1 && (
          <label>
            <span>{words("bot")}</span>
            <select className="tw-input" value={setup.bot} onChange={(event) => session.setUp({ bot: event.target.value })}>
              <option value="">{words("manager")}</option>
              {Object.values(bots).map(({ id, name }) => <option key={id} value={id}>{name || id}</option>)}
            </select>
          </label>
        )}
        <label>
          <span>{words("start")} ({zone})</span>
          <input
            className="tw-input" type="datetime-local" key={setup.start_us} defaultValue={fieldTime(setup.start_us, zone)}
            onBlur={(event) => {
              const start_us = momentOf(event.target.value, zone);
              if (!Number.isNaN(start_us) && event.target.value !== fieldTime(setup.start_us, zone)) session.setUp({ start_us });
            }}
          />
        </label>
        <label>
          <span>{words("language")}</span>
          <select className="tw-input" value={setup.contact.language ?? ""} onChange={(event) => contact({ language: event.target.value })}>
            <option value="">{words("none")}</option>
            {bot?.languages.map((language) => <option key={language}>{language}</option>)}
          </select>
        </label>
        {CONTACT.map((name) => (
          <Typed key={name} label={words(name)} value={setup.contact[name] ?? ""} onDone={(value) => contact({ [name]: value })} />
        ))}
        <Typed label={words("tags")} value={setup.tags.join(", ")} onDone={(value) => session.setUp({ tags: listed(value) })} />
        <Typed label={words("agents")} value={String(setup.agents)} type="number" onDone={(value) => session.setUp({ agents: Number(value) || 0 })} />
        <Typed label={words("seed")} value={String(setup.seed)} type="number" onDone={(value) => session.setUp({ seed: Number(value) || 0 })} />
      </div>
      <Fields />
      <button type="button" className="tw-button tw-button--primary" onClick={close}>{words("done")}</button>
    </section>
  );
}

function Fields() {
  const words = useWords(WORDS);
  const { session } = useScene();
  const bot = useBot();
  const fields = useTalk(session, (talk) => talk.setup.fields);
  const declared = (bot?.["fields"] ?? {}) as Record<string, { type?: string; description?: string }>;
  const names = [...new Set([...Object.keys(declared), ...Object.keys(fields)])].sort();
  if (names.length === 0) return null;
  const set = (name: string, text: string) => {
    const { [name]: _before, ...rest } = fields;
    const value: Json | undefined = text === "" ? undefined : typed(text, declared[name]?.type ?? "any");
    session.setUp({ fields: value === undefined ? rest : { ...rest, [name]: value } });
  };
  return (
    <>
      <h4 className="tw-heading">{words("fields")}</h4>
      <div className="tw-panel__grid">
        {names.map((name) => (
          <Typed key={name} label={name} title={declared[name]?.description} value={inField(fields[name])} onDone={(text) => set(name, text)} />
        ))}
      </div>
    </>
  );
}

interface TypedProps {
  label: string;
  value: string;
  type?: string;
  title?: string | undefined;
  onDone(value: string): void;
}

/** A field that counts when one leaves it or presses Enter. */
function Typed({ label, value, type = "text", title, onDone }: TypedProps) {
  const [text, setText] = useState<string>();
  const done = () => {
    if (text !== undefined && text !== value) onDone(text);
    setText(undefined);
  };
  return (
    <label title={title}>
      <span>{label}</span>
      <input
        className="tw-input" type={type} min={0} value={text ?? value} onChange={(event) => setText(event.target.value)} onBlur={done}
        onKeyDown={(event) => event.key === "Enter" && done()}
      />
    </label>
  );
}

function listed(text: string): string[] {
  return [...new Set(text.split(",").map((tag) => tag.trim()).filter(Boolean))];
}
