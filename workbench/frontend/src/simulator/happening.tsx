// Letting something happen outside the conversation: a payment, a referral, by name.

import { useMemo, useState } from "react";
import { Combobox } from "../parts/combobox.tsx";
import type { Bot, Json } from "../types.ts";
import { useWords, type Words } from "../words.ts";
import { useBot, useScene } from "./scene.ts";

const WORDS = {
  title: { es: "Sucede algo", en: "Something happens", pt: "Acontece algo" },
  name: { es: "Nombre del evento", en: "Name of the event", pt: "Nome do evento" },
  data: { es: "Datos (JSON)", en: "Data (JSON)", pt: "Dados (JSON)" },
  let: { es: "Que suceda", en: "Let it happen", pt: "Que aconteça" },
  cancel: { es: "Cancelar", en: "Cancel", pt: "Cancelar" },
  wrong: { es: "Los datos no son un objeto de JSON", en: "The data are no JSON object", pt: "Os dados não são um objeto JSON" },
} satisfies Words<string>;

export function Happening({ close }: { close(): void }) {
  const words = useWords(WORDS);
  const { session } = useScene();
  const bot = useBot();
  const known = useMemo(() => eventsOf(bot).map((name) => ({ name, hint: "" })), [bot]);
  const [name, setName] = useState(known[0]?.name ?? "");
  const [text, setText] = useState("");
  const data = objectOf(text);
  return (
    <form
      className="tw-panel" aria-label={words("title")} onKeyDown={(event) => event.key === "Escape" && close()}
      onSubmit={(event) => {
        event.preventDefault();
        if (!name.trim() || !data) return;
        session.do({ type: "happen", name: name.trim(), ...(text.trim() ? { data } : {}) });
        close();
      }}
    >
      <h3>{words("title")}</h3>
      <Combobox label={words("name")} placeholder={words("name")} value={name} suggestions={known} onChange={setName} />
      <label>
        <span>{words("data")}</span>
        <textarea className="tw-input" rows={3} spellCheck={false} value={text} placeholder="{}" onChange={(event) => setText(event.target.value)} />
      </label>
      {!data && <p role="alert">{words("wrong")}</p>}
      <div className="tw-row">
        <button type="submit" className="tw-button tw-button--primary" disabled={!name.trim() || !data}>{words("let")}</button>
        <button type="button" className="tw-button tw-button--plain" onClick={close}>{words("cancel")}</button>
      </div>
    </form>
  );
}

/** The events that nodes of the bot listen to. */
function eventsOf(bot: Bot | undefined): string[] {
  const found = new Set<string>();
  for (const { nodes } of Object.values(bot?.topics ?? {})) {
    for (const { params } of Object.values(nodes ?? {})) {
      const events = params?.["events"];
      if (Array.isArray(events)) for (const name of events) if (typeof name === "string") found.add(name);
    }
  }
  return [...found].sort();
}

function objectOf(text: string): Record<string, Json> | undefined {
  if (!text.trim()) return {};
  try {
    const value = JSON.parse(text) as Json;
    return value && typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
