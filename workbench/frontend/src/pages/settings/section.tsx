// A few settings that belong together.

import { use, type ReactNode } from "react";
import { FieldView } from "../../forms/field.tsx";
import { labelOf, useForm } from "../../forms/form_context.ts";
import type { Field } from "../../forms/shapes.ts";
import type { Json } from "../../types.ts";
import { LanguageContext } from "../../words.ts";
import { AdviceField } from "./advice_field.tsx";
import { ChannelsField } from "./channels_field.tsx";
import { LanguagesField } from "./languages_field.tsx";
import { LimitsField } from "./limits_field.tsx";
import { useSettings } from "./settings_context.ts";
import { RecordsField } from "./records_field.tsx";
import { TimeZoneField } from "./time_zone_field.tsx";
import { WordsField } from "./words_field.tsx";

interface Props {
  name: string;
  title: string;
  fields: Field[];
  values: Record<string, unknown>;
  children?: ReactNode;
}

export function Section({ name, title, fields, values, children }: Props) {
  return (
    <section className="tw-card tw-settings__section" data-section={name} aria-label={title}>
      <h2>{title}</h2>
      {fields.map((field) => (
        <Setting key={field.name} field={field} value={values[field.name] as Json | undefined} />
      ))}
      {children}
    </section>
  );
}

function Setting({ field, value }: { field: Field; value: Json | undefined }) {
  const form = useForm();
  const settings = useSettings();
  const language = use(LanguageContext);
  const help = settings.helps[field.name]?.[language];
  const Special = specialOf(field);
  return (
    <div className="tw-settings__field">
      {Special ? <Labelled field={field}><Special field={field} value={value} label={labelOf(form, field.name)} /></Labelled> : <FieldView field={field} path={[field.name]} value={value} />}
      {help && <p className="tw-note">{help}</p>}
    </div>
  );
}

export interface SettingProps {
  field: Field;
  value: Json | undefined;
  label: string;
}

/** Settings whose values are of a kind that forms of nodes do not know. */
function specialOf({ name, shape }: Field): ((props: SettingProps) => ReactNode) | undefined {
  if (name === "limits") return LimitsField;
  if (name === "advice") return AdviceField;
  if (shape.kind === "string" && shape.role === "time_zone") return TimeZoneField;
  if (shape.kind === "entries" && shape.value.kind === "fields") return RecordsField;
  if (shape.kind !== "list" || shape.item.kind !== "string") return undefined;
  return { language: LanguagesField, channel: ChannelsField, words: WordsField }[shape.item.role];
}

function Labelled({ field, children }: { field: Field; children: ReactNode }) {
  const form = useForm();
  const found = form.issues.filter(({ location }) => new RegExp(`^${field.name}($|[.[])`).test(location?.path ?? ""));
  return (
    <fieldset className="tw-field">
      <legend className="tw-field__label">{labelOf(form, field.name)}</legend>
      {children}
      {found.length > 0 && (
        <ul className="tw-field__issues">
          {found.map((issue) => (
            <li key={`${issue.code} ${issue.location?.path} ${issue.message}`} data-severity={issue.severity}>{issue.message}; {issue.remedy}</li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
