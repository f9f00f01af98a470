// What a turn left behind besides messages: tags, sessions, warnings, effects, timers; each a line
// in the conversation.

import { use, useState } from "react";
import { Icon } from "../parts/icon.tsx";
import { LanguageContext, useWords, type Words } from "../words.ts";
import { clockTime } from "./moments.ts";
import { useBot, useNodes } from "./scene.ts";
import type { EffectLine, NoteLine, TimerLine } from "./told.ts";
import { inField, inShort } from "./values.ts";

const WORDS = {
  bot: { es: "Sigue el bot {name}", en: "Bot {name} goes on", pt: "Continua o bot {name}" },
  error: { es: "Error: {name} {data}", en: "Error: {name} {data}", pt: "Erro: {name} {data}" },
  event: { es: "Evento {name}", en: "Event {name}", pt: "Evento {name}" },
  field: { es: "Ficha: {data}", en: "Field: {data}", pt: "Ficha: {data}" },
  handed_back: { es: "El bot retoma la conversación", en: "The bot takes the conversation back", pt: "O bot retoma a conversa" },
  inactivity: { es: "Silencio de {name}", en: "Silence of {name}", pt: "Silêncio de {name}" },
  interrupted: { es: "Interrumpe «{title}»", en: "Interrupted by “{title}”", pt: "Interrompe «{title}»" },
  invalid_answer: { es: "Respuesta no válida", en: "Not a valid answer", pt: "Resposta inválida" },
  language: { es: "Idioma: {name}", en: "Language: {name}", pt: "Idioma: {name}" },
  mode: { es: "La conversación sigue: {name}", en: "The conversation goes on: {name}", pt: "A conversa continua: {name}" },
  not_understood: { es: "Mensaje por defecto", en: "Default message", pt: "Mensagem padrão" },
  planned: { es: "Queda previsto el evento {name}", en: "Event {name} is planned", pt: "Fica previsto o evento {name}" },
  unplanned: { es: "Ya no se prevé el evento {name}", en: "Event {name} is planned no more", pt: "O evento {name} já não está previsto" },
  returned: { es: "Vuelve a lo que estaba pendiente", en: "Returns to what was open", pt: "Volta ao que estava pendente" },
  session_ended: { es: "Termina la sesión", en: "The session ends", pt: "Termina a sessão" },
  session_started: { es: "Empieza la sesión {data}", en: "Session {data} begins", pt: "Começa a sessão {data}" },
  tag: { es: "Etiqueta {name}", en: "Tag {name}", pt: "Etiqueta {name}" },
  untag: { es: "Sin etiqueta {name}", en: "Tag {name} removed", pt: "Sem etiqueta {name}" },
  warning: { es: "{name}: {data}", en: "{name}: {data}", pt: "{name}: {data}" },
  timer: { es: "Vence un temporizador a las {time}", en: "A timer comes due at {time}", pt: "Vence um temporizador às {time}" },
  waits: { es: "espera respuesta", en: "waits for an answer", pt: "espera resposta" },
  go: { es: "Ir al nodo", en: "Go to the node", pt: "Ir para o nó" },
  details: { es: "Detalles de {kind}", en: "Details of {kind}", pt: "Detalhes de {kind}" },
} satisfies Words<string>;

/** Who has the conversation. */
export const MODES = {
  bot: { es: "el bot", en: "the bot", pt: "o bot" },
  human: { es: "con personas", en: "with people", pt: "com pessoas" },
  muted: { es: "bot silenciado", en: "bot muted", pt: "bot silenciado" },
  ended: { es: "sesión terminada", en: "session ended", pt: "sessão terminada" },
} satisfies Words<string>;

/** Warnings by their names in history; others are told by name. */
const WARNINGS = {
  "missing-name": { es: "«{data}» no tiene valor", en: "“{data}” has no value", pt: "«{data}» não tem valor" },
  "expression-fault": { es: "Una expresión falló: {data}", en: "An expression failed: {data}", pt: "Uma expressão falhou: {data}" },
  "cannot-run": { es: "Este nodo aún no puede funcionar: {data}", en: "This node cannot run yet: {data}", pt: "Este nó ainda não pode funcionar: {data}" },
  "service-failed": { es: "El servicio falló: {data}", en: "The service failed: {data}", pt: "O serviço falhou: {data}" },
  "code-failed": { es: "El código falló: {data}", en: "The code failed: {data}", pt: "O código falhou: {data}" },
  "mail-failed": { es: "El correo no salió: {data}", en: "The mail was not sent: {data}", pt: "O e-mail não saiu: {data}" },
  "search-failed": { es: "La búsqueda falló: {data}", en: "The search failed: {data}", pt: "A busca falhou: {data}" },
  "endless-loop": { es: "El flujo da vueltas sin fin: {data}", en: "The flow goes round without end: {data}", pt: "O fluxo gira sem fim: {data}" },
  "stack-too-deep": { es: "Demasiados subflujos uno dentro de otro", en: "Too many subflows within each other", pt: "Subfluxos demais um dentro do outro" },
  "too-many-planned": { es: "Demasiados eventos previstos: {data}", en: "Too many planned events: {data}", pt: "Eventos previstos demais: {data}" },
  "node-gone": { es: "El nodo que esperaba ya no existe: {data}", en: "The node that waited is gone: {data}", pt: "O nó que esperava não existe mais: {data}" },
} satisfies Words<string>;

const EFFECTS = {
  call_service: { es: "Servicio", en: "Service", pt: "Serviço" },
  run_code: { es: "Código", en: "Code", pt: "Código" },
  send_mail: { es: "Correo", en: "Mail", pt: "E-mail" },
  search_site: { es: "Búsqueda", en: "Search", pt: "Busca" },
  ask_metric: { es: "Métrica", en: "Metric", pt: "Métrica" },
  hand_off: { es: "Pasa a personas", en: "Handed to people", pt: "Passa a pessoas" },
  notify: { es: "Notificación", en: "Notification", pt: "Notificação" },
  raise: { es: "Evento", en: "Event", pt: "Evento" },
  archive: { es: "Se archiva", en: "Archived", pt: "É arquivada" },
} satisfies Words<string>;

export function NoteView({ note }: { note: NoteLine }) {
  const words = useWords(WORDS);
  const warnings = useWords(WARNINGS);
  const modes = useWords(MODES);
  const nodes = useNodes();
  if (!(note.what in WORDS)) return null;
  // The first session begins with every conversation.
  if (note.what === "session_started" && note.data === 1) return null;
  // The move says it already.
  if (note.what === "event" && note.name === "opened") return null;
  const mode = note.what === "mode" && note.name && note.name in MODES ? modes(note.name as keyof typeof MODES) : "";
  const bad = note.what === "warning" || note.what === "error";
  const values = { name: mode || (note.name ?? ""), data: inShort(note.data ?? ""), title: note.name ? nodes.title(note.name) : "" };
  return (
    <p className="tw-told" data-tone={bad ? "warn" : undefined}>
      <Icon name={bad ? "warning" : "info"} size={12} />
      <span>
        {note.name && note.name in WARNINGS && bad
          ? warnings(note.name as keyof typeof WARNINGS, values)
          : words(note.what as keyof typeof WORDS, values)}
      </span>
      {bad && note.node && <GoTo node={note.node} />}
    </p>
  );
}

export function TimerView({ timer }: { timer: TimerLine }) {
  const words = useWords(WORDS);
  const language = use(LanguageContext);
  const zone = String(useBot()?.["time_zone"] ?? "UTC");
  return (
    <p className="tw-told">
      <Icon name="clock" size={12} />
      <span>{words("timer", { time: clockTime(timer.t_us, zone, language) })}</span>
    </p>
  );
}

/** An effect with its answer, which opens into both as JSON. */
export function EffectView({ line, waits }: { line: EffectLine; waits: boolean }) {
  const words = useWords(WORDS);
  const kinds = useKinds();
  const [open, setOpen] = useState(false);
  const { type, ...fields } = line.effect;
  const kind = kinds(type);
  const port = line.answer ? (line.answer.port ?? "ok") : "";
  return (
    <div className="tw-effect" data-tone={port && port !== "ok" ? "warn" : undefined}>
      <button type="button" className="tw-told" aria-expanded={open} aria-label={words("details", { kind })} onClick={() => setOpen(!open)}>
        <Icon name="bolt" size={12} />
        <span>
          {kind} {gist(line)}
          {port && <> → <strong>{port}</strong>{line.answer?.error ? ` ${line.answer.error}` : ""}</>}
          {waits && <em> {words("waits")}</em>}
        </span>
        <Icon name={open ? "up" : "down"} size={11} />
      </button>
      {open && (
        <pre tabIndex={0}>
          {inField(fields as never)}
          {line.answer && `\n→ ${inField((line.answer.value ?? null) as never)}`}
        </pre>
      )}
    </div>
  );
}

export function GoTo({ node }: { node: string }) {
  const words = useWords(WORDS);
  const nodes = useNodes();
  return (
    <button type="button" className="tw-goto" title={words("go")} onClick={() => nodes.go(node)}>
      {nodes.title(node)}
      <Icon name="right" size={11} />
    </button>
  );
}

/** The word that tells an effect from others of its kind, whatever kind it is. */
function gist({ effect }: EffectLine): string {
  for (const name of ["url", "action", "subject", "query", "queue", "reason"]) {
    const value = effect[name];
    if (typeof value === "string" && value) return value.slice(0, 80);
  }
  return "";
}

/** What the kinds of effects are called. */
export function useKinds(): (kind: string) => string {
  const kinds = useWords(EFFECTS);
  return (kind) => (kind in EFFECTS ? kinds(kind as keyof typeof EFFECTS) : kind);
}
