// What the numbers rest on: how many rows, how long it took, whether another calculation agrees.

import { useEffect, useState } from "react";
import { ago } from "../../frame/saved.tsx";
import type { Standing } from "../../history/standing.ts";
import { useWords, type Words } from "../../words.ts";
import type { Counting } from "./counting.ts";
import { useSaid } from "./said.ts";

const WORDS = {
  rows: { es: "{rows} filas · {seconds} s", en: "{rows} rows · {seconds} s", pt: "{rows} linhas · {seconds} s" },
  agree: { es: "Dos cálculos independientes coinciden ({seconds} s)", en: "Two independent calculations agree ({seconds} s)", pt: "Dois cálculos independentes coincidem ({seconds} s)" },
  differ: { es: "Dos cálculos no coinciden: no se fíe de estos números e informe del error", en: "Two calculations differ: do not trust these numbers, and report it", pt: "Dois cálculos não coincidem: não confie nestes números e informe o erro" },
  checking: { es: "Contando de otra manera, para comparar…", en: "Counting in another way, to compare…", pt: "Contando de outra maneira, para comparar…" },
  failed: { es: "El segundo cálculo no terminó: {why}", en: "The second calculation did not end: {why}", pt: "O segundo cálculo não terminou: {why}" },
  read: { es: "Historial leído {when}", en: "History read {when}", pt: "Histórico lido {when}" },
} satisfies Words<string>;

interface Props {
  counting: Counting;
  standing: Standing | undefined;
  hasSteps: boolean;
}

export function Foot({ counting: { counted, checked }, standing, hasSteps }: Props) {
  const words = useWords(WORDS);
  const { number, language } = useSaid();
  const now_ms = useNow();
  if (standing?.phase !== "open") return null;
  const s = (seconds: number) => seconds.toLocaleString(language, { maximumFractionDigits: 2 });
  const tone = checked?.error || checked?.agrees === false ? "bad" : checked ? "ok" : "warn";
  return (
    <footer className="tw-funnels__foot">
      {counted && hasSteps && (
        <>
          <span><i className="tw-dot" data-tone={tone} /> {words("rows", { rows: number(counted.rows), seconds: s(counted.seconds) })}</span>
          <span role="status" data-tone={tone === "bad" ? "bad" : undefined}>
            {!checked ? words("checking") : checked.error ? words("failed", { why: checked.error }) : words(checked.agrees ? "agree" : "differ", { seconds: s(checked.seconds ?? 0) })}
          </span>
        </>
      )}
      <span className="tw-top__space" />
      <span>{words("read", { when: ago(now_ms - standing.read_us / 1000, language) })}</span>
    </footer>
  );
}

function useNow(): number {
  const [now_ms, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5000);
    return () => clearInterval(timer);
  }, []);
  return now_ms;
}
