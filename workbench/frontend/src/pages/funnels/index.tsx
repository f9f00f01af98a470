// Funnels: the steps and rules on the left, the numbers in the middle, the people behind them on
// the right.

import { useEffect, useMemo, useState } from "react";
import { Connect } from "../../history/connect.tsx";
import { useHistory } from "../../history/standing.ts";
import { useProject } from "../../project.ts";
import { useStage } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";
import type { PageProps } from "../index.ts";
import { useChoices } from "./choices.ts";
import { useCalm, useCounting } from "./counting.ts";
import { Foot } from "./foot.tsx";
import { FunnelHead } from "./head.tsx";
import { Numbers } from "./numbers.tsx";
import { People } from "./people.tsx";
import { placeOf, queryOf } from "./place.ts";
import { Rules } from "./rules.tsx";
import { ZoneContext } from "./said.ts";
import { DAY_S, EMPTY } from "./spec.ts";
import { Steps } from "./steps.tsx";
import { useStepWords } from "./step_words.ts";
import type { Chosen, Spec } from "./types.ts";

const WORDS = {
  definition: { es: "Definición del embudo", en: "The funnel's definition", pt: "Definição do funil" },
  numbers: { es: "Números", en: "Numbers", pt: "Números" },
} satisfies Words<string>;

/** What a new funnel begins with: whoever comes within a day. */
const FRESH: Spec = { ...EMPTY, within_s: DAY_S };
const NONE: Record<string, Spec> = {};

export function FunnelsPage({ project, stage }: PageProps) {
  const words = useWords(WORDS);
  const { bot, query, language } = useStage(stage, (seen) => seen);
  const drawn = useProject(project, (view) => view.tree.bots[bot]);
  const catalogue = useProject(project, (view) => view.catalogue);
  const saved = (drawn?.["funnels"] ?? NONE) as Record<string, Spec>;
  const place = useMemo(() => placeOf(query), [query]);
  const [compare, setCompare] = useState(true);
  const history = useHistory(project);
  const seq = useCalm(history);
  const choices = useChoices(project, bot, seq);
  const zone = typeof drawn?.["time_zone"] === "string" ? drawn["time_zone"] : "UTC";
  const spec = place.spec ?? saved[place.funnel] ?? { ...FRESH, zone };
  const counting = useCounting(project, bot, spec, compare, seq);
  const tell = useStepWords(drawn, catalogue, language);
  const show = (funnel: string, next: Spec, chosen?: Chosen) => stage.set({ query: queryOf(funnel, next, saved[funnel], chosen) });
  const change = (next: Spec) => show(place.funnel, next);
  const choose = (chosen?: Chosen) => show(place.funnel, spec, chosen);
  // A link without a funnel opens the first that is saved.
  const first = Object.keys(saved)[0] ?? "";
  useEffect(() => {
    if (!query && first) stage.set({ query: queryOf(first, saved[first]!, saved[first], undefined) });
  }, [query, first]);
  const chosen = place.chosen && place.chosen.step <= spec.steps.length ? place.chosen : undefined;
  return (
    <div className={["tw-funnels", chosen && "tw-funnels--people", spec.steps.length > 1 && "tw-funnels--begun"].filter(Boolean).join(" ")}>
      <FunnelHead project={project} stage={stage} saved={saved} name={place.funnel} spec={spec} counted={counting.counted} standing={history} show={(name, next, isSame) => show(name, next, isSame ? place.chosen : undefined)} />
      <aside className="tw-funnels__left" aria-label={words("definition")}>
        <Steps project={project} stage={stage} spec={spec} choices={choices} tell={tell} onChange={change} />
        <Rules project={project} stage={stage} spec={spec} choices={choices} tell={tell} zone={zone} compare={compare} onCompare={setCompare} onChange={change} />
        {counting.counted && spec.steps.length > 0 && <Digest digest={counting.counted.digest} seq={counting.counted.seq} />}
      </aside>
      <section className="tw-funnels__middle" aria-label={words("numbers")}>
        {history?.phase === "open" ? (
          <Numbers project={project} spec={spec} counting={counting} chosen={chosen} onChoose={choose} />
        ) : (
          <Connect project={project} standing={history} />
        )}
      </section>
      {chosen && counting.counted && (
        <ZoneContext value={zoneOf(spec.zone)}>
          <People key={JSON.stringify([counting.counted.key, chosen])} project={project} stage={stage} counted={counting.counted} chosen={chosen} column={spec.breakdown?.column} onChoose={choose} />
        </ZoneContext>
      )}
      <Foot counting={counting} standing={history} hasSteps={spec.steps.length > 0} />
    </div>
  );
}

/** A zone that the browser knows; what is wrong with another is said when it is counted. */
function zoneOf(zone = "UTC"): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

const DIGEST = {
  says: { es: "def {digest} · hasta la fila {seq} · igual en la terminal y en el cuaderno", en: "def {digest} · up to row {seq} · the same in the terminal and the notebook", pt: "def {digest} · até a linha {seq} · igual no terminal e no caderno" },
} satisfies Words<string>;

function Digest({ digest, seq }: { digest: string; seq: number }) {
  const words = useWords(DIGEST);
  return <p className="tw-funnels__digest">{words("says", { digest: digest.slice(0, 12), seq: seq.toLocaleString() })}</p>;
}
