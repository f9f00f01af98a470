// What every field of a form needs to know, so that it is not handed through all of them.

import { createContext, useContext } from "react";
import type { Steps } from "../edits.ts";
import type { Bot, Catalogue, Issue, Json, Language, Tree } from "../types.ts";

export interface Form {
  tree: Tree;
  bot: Bot;
  catalogue: Catalogue;
  /** The language whose texts are edited. */
  language: string;
  /** The language of the interface. */
  interface: Language;
  readOnly: boolean;
  issues: Issue[];
  /** Sets a value below the form's root, undefined removes it. */
  set(path: Steps, value: Json | undefined, label: string): void;
  /** Opens a node that a setting names. */
  follow(node: string): void;
}

const FormContext = createContext<Form | undefined>(undefined);

export const FormProvider = FormContext;

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error("a field stands outside of a form");
  return form;
}

/** The label of a setting in the interface's language. */
export function labelOf(form: Form, name: string): string {
  return form.catalogue.words.fields[name]?.[form.interface] ?? spoken(name);
}

/** The word of an enumerated value. */
export function valueWord(form: Form, value: string): string {
  return form.catalogue.words.values[value]?.[form.interface] ?? spoken(value);
}

/** A path as issues write it: `options[2].label`. */
export function written(path: Steps): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text ? `${text}.${step}` : step;
  }, "");
}

function spoken(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
