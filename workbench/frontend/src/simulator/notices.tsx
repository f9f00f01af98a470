// What one has to know of the draft while talking: training, stale understanding, what went wrong.

import { Icon } from "../parts/icon.tsx";
import { useWords, type Words } from "../words.ts";
import { useScene } from "./scene.ts";
import { useTalk } from "./session.ts";

const WORDS = {
  training: {
    es: "Entrenando {bot}… {share} %. Ya valen botones y frases exactas.", en: "Training {bot}… {share} %. Buttons and exact phrases work.",
    pt: "Treinando {bot}… {share} %. Já valem botões e frases exatas.",
  },
  again: {
    es: "Entrenando {bot} otra vez… {share} %. Lee el modelo anterior.", en: "Training {bot} again… {share} %. The model before reads.",
    pt: "Treinando {bot} de novo… {share} %. Lê o modelo anterior.",
  },
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
    es: "Con el cambio, el bot responde distinto en {count} pasos.", en: "With the edit, the bot answers otherwise at {count} steps.",
    pt: "Com a mudança, o bot responde diferente em {count} passos.",
  },
} satisfies Words<string>;

export function Notices() {
  const words = useWords(WORDS);
  const { session } = useScene();
  const models = useTalk(session, (talk) => talk.models);
  const trouble = useTalk(session, (talk) => talk.trouble);
  const differs = useTalk(session, (talk) => talk.turns.filter(({ before }) => before !== undefined).length);
  return (
    <>
      {Object.entries(models).map(([bot, model]) => {
        const share = Math.round((model.share ?? 0) * 100);
        if (model.phase === "training") {
          return (
            <Notice key={bot} icon="history">
              <span>{words(model.seconds ? "again" : "training", { bot, share })}</span>
              <progress value={share} max={100} aria-label={words("train")} />
              <button type="button" className="tw-button tw-button--plain" onClick={() => session.cancel(bot)}>{words("cancel")}</button>
            </Notice>
          );
        }
        if (model.phase === "fresh") return null;
        return (
          <Notice key={bot} icon="warning" tone="warn">
            <span>{words(model.phase, { bot, error: model.error ?? "" })}</span>
            <button type="button" className="tw-button tw-button--plain" onClick={() => session.train(bot)}>{words("train")}</button>
          </Notice>
        );
      })}
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

function Notice({ icon, tone, children }: { icon: string; tone?: string; children: React.ReactNode }) {
  return (
    <div className="tw-notice" data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icon} size={13} />
      {children}
    </div>
  );
}
