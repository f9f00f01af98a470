// What one has to know of the draft while talking: training, stale understanding, what went wrong.

import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { useScene } from "./scene.ts";
import { useTalk } from "./session.ts";
import type { ModelStanding } from "./told.ts";

const WORDS = {
  training: { es: "Entrenando {bots}…", en: "Training {bots}…", pt: "Treinando {bots}…" },
  meanwhile: {
    es: "Mientras tanto valen botones, frases exactas y patrones.", en: "Meanwhile buttons, exact phrases and patterns work.",
    pt: "Enquanto isso valem botões, frases exatas e padrões.",
  },
  before: { es: "Mientras tanto lee el modelo anterior.", en: "Meanwhile the model before reads.", pt: "Enquanto isso lê o modelo anterior." },
  stale: {
    es: "Las frases de {bot} cambiaron: la comprensión es de antes.", en: "The phrases of {bot} changed: what is understood is from before.",
    pt: "As frases de {bot} mudaram: a compreensão é a de antes.",
  },
  missing: {
    es: "{bot} no está entrenado: valen botones y frases exactas.", en: "{bot} is not trained: buttons and exact phrases work.",
    pt: "{bot} não está treinado: valem botões e frases exatas.",
  },
  failed: { es: "No se pudo entrenar {bot}: {error}", en: "{bot} could not be trained: {error}", pt: "Não foi possível treinar {bot}: {error}" },
  train: { es: "Entrenar", en: "Train", pt: "Treinar" },
  cancel: { es: "Cancelar", en: "Cancel", pt: "Cancelar" },
  close: { es: "Cerrar", en: "Close", pt: "Fechar" },
  differs: {
    es: "Con el cambio, el bot responde distinto en {count} {count|paso|pasos}.", en: "With the edit, the bot answers otherwise at {count} {count|step|steps}.",
    pt: "Com a mudança, o bot responde diferente em {count} {count|passo|passos}.",
  },
} satisfies Words<string>;

export function Notices() {
  const words = useWords(WORDS);
  const { session } = useScene();
  const models = useTalk(session, (talk) => talk.models);
  const trouble = useTalk(session, (talk) => talk.trouble);
  const differs = useTalk(session, (talk) => talk.turns.filter(({ before }) => before !== undefined).length);
  const standings = Object.entries(models);
  return (
    <>
      <Training training={standings.filter(([, { phase }]) => phase === "training")} />
      {standings.map(([bot, { phase, error = "" }]) =>
        phase === "fresh" || phase === "training" ? null : (
          <Notice key={bot} icon="warning" tone="warn">
            <span>{words(phase, { bot, error })}</span>
            <button type="button" className="tw-button tw-button--plain" onClick={() => session.train(bot)}>{words("train")}</button>
          </Notice>
        ),
      )}
      {differs > 0 && <Notice icon="info"><span>{words("differs", { count: differs })}</span></Notice>}
      {trouble && (
        <Notice icon="warning" tone="bad">
          <span>{trouble}</span>
          <button type="button" className="tw-iconbutton" aria-label={words("close")} onClick={() => session.calm()}><Icon name="close" size={12} /></button>
        </Notice>
      )}
    </>
  );
}

function Training({ training }: { training: [bot: string, model: ModelStanding][] }) {
  const words = useWords(WORDS);
  const { session } = useScene();
  if (training.length === 0) return null;
  const bots = training.map(([bot]) => bot).join(", ");
  const share = Math.max(...training.map(([, model]) => model.share ?? 0));
  const isFirst = training.some(([, { seconds }]) => !seconds);
  return (
    <Notice icon="history">
      <span title={words(isFirst ? "meanwhile" : "before")}>{words("training", { bots })}</span>
      <progress value={share} max={1} aria-label={words("training", { bots })} />
      <button type="button" className="tw-button tw-button--plain" onClick={() => training.forEach(([bot]) => session.cancel(bot))}>
        {words("cancel")}
      </button>
    </Notice>
  );
}

function Notice({ icon, tone, children }: { icon: string; tone?: string; children: React.ReactNode }) {
  return (
    <div className="tw-notice" data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icon} size={13} />
      {children}
    </div>
  );
}
