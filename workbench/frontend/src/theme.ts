// Light or dark: as the person chose, else as the host or the system is.

import { useEffect, useState } from "react";

export type Theme = "light" | "dark";
export type ThemeChoice = Theme | "system";

const KEPT = "tertulia-theme";
const CHANGED = "tertulia-theme-changed";
// What JupyterLab and VS Code say of their theme, on the body of the page.
const JUPYTER = "data-jp-theme-light";
const VS_CODE = "data-vscode-theme-kind";

/** The theme that holds now; `given` is the host's own, if it says one. */
export function useTheme(given?: unknown): Theme {
  const [theme, setTheme] = useState(() => now(given));
  useEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const update = () => setTheme(now(given));
    const host = new MutationObserver(update);
    host.observe(document.body, { attributeFilter: [JUPYTER, VS_CODE] });
    dark.addEventListener("change", update);
    addEventListener(CHANGED, update);
    return () => {
      host.disconnect();
      dark.removeEventListener("change", update);
      removeEventListener(CHANGED, update);
    };
  }, [given]);
  return theme;
}

export function themeChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEPT);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** The person chooses; every view on the page follows. */
export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(KEPT, choice);
  dispatchEvent(new Event(CHANGED));
}

function now(given: unknown): Theme {
  if (given === "light" || given === "dark") return given;
  const choice = themeChoice();
  if (choice !== "system") return choice;
  return ofHost() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function ofHost(): Theme | undefined {
  const { jpThemeLight, vscodeThemeKind } = document.body.dataset;
  if (jpThemeLight) return jpThemeLight === "false" ? "dark" : "light";
  if (vscodeThemeKind) return vscodeThemeKind.includes("light") ? "light" : "dark";
  return undefined;
}
