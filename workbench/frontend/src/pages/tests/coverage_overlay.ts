// What the tests cover, as marks on the canvas: nodes and ports with a test, and those without.

import { useMemo } from "react";
import type { Mark, Overlay } from "../../stage.ts";
import { useWords, type Words } from "../../words.ts";
import type { Coverage } from "./types.ts";

const WORDS = {
  by: { es: "{count} {count|prueba|pruebas}", en: "{count} {count|test|tests}", pt: "{count} {count|teste|testes}" },
  none: { es: "sin prueba", en: "no test", pt: "sem teste" },
} satisfies Words<string>;

/** The name of the overlay. */
export const OVERLAY = "coverage";

export function usePainted(coverage: Coverage | null, bot: string): Overlay | undefined {
  const words = useWords(WORDS);
  return useMemo(() => {
    if (!coverage) return undefined;
    return overlayOf(coverage, bot, (count) => (count ? words("by", { count }) : words("none")));
    // The words are those of the language in which they were painted.
  }, [coverage, bot]);
}

function overlayOf(coverage: Coverage, bot: string, sentence: (tests: number) => string): Overlay {
  const overlay: Overlay = { name: OVERLAY, nodes: {}, edges: {} };
  for (const part of coverage.parts) {
    if (part.bot !== bot || part.unreachable) continue;
    const mark: Mark = { tone: part.tests.length ? "ok" : "quiet", title: sentence(part.tests.length) };
    if (part.kind === "node") (overlay.nodes[part.topic] ??= {})[part.node] = mark;
    if (part.kind === "port") (overlay.edges[part.topic] ??= {})[`${part.node}:${part.name}`] = mark;
  }
  return overlay;
}
