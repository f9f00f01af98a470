// What the fields of the page need to know of settings, so that it is not handed through all of them.

import { createContext, useContext } from "react";
import type { Settings } from "../../types.ts";

export const SettingsContext = createContext<Settings | undefined>(undefined);

export function useSettings(): Settings {
  const settings = useContext(SettingsContext);
  if (!settings) throw new Error("a setting stands outside of the page of settings");
  return settings;
}
