// Asks before something is done for real, outside the simulator.

import { useWords, type Words } from "../words.ts";

const WORDS = {
  sure: {
    es: "Se hará de verdad, fuera del simulador: {what}.", en: "It will be done for real, outside the simulator: {what}.",
    pt: "Será feito de verdade, fora do simulador: {what}.",
  },
  yes: { es: "Sí, hacerlo", en: "Yes, do it", pt: "Sim, fazer" },
  no: { es: "No", en: "No", pt: "Não" },
} satisfies Words<string>;

interface Props {
  what: string;
  yes(): void;
  no(): void;
}

export function Sure({ what, yes, no }: Props) {
  const words = useWords(WORDS);
  return (
    <div className="tw-answering__sure" role="alert">
      <p>{words("sure", { what })}</p>
      <button type="button" className="tw-button tw-button--primary" onClick={yes}>{words("yes")}</button>
      <button type="button" className="tw-button tw-button--plain" onClick={no}>{words("no")}</button>
    </div>
  );
}
