// One setting: its label, its editor by shape, and what a check found there.

import { useId } from "react";
import type { Steps } from "../edits.ts";
import type { Json, Text } from "../types.ts";
import { ChipsField } from "./fields/chips_field.tsx";
import { EntriesField } from "./fields/entries_field.tsx";
import { LinesField } from "./fields/lines_field.tsx";
import { ListField } from "./fields/list_field.tsx";
import { NameField } from "./fields/name_field.tsx";
import { NumberField } from "./fields/number_field.tsx";
import { TextField } from "./fields/text_field.tsx";
import { labelOf, useForm, valueWord, written } from "./form_context.ts";
import { HoleText } from "./hole_text.tsx";
import { isName } from "./names.ts";
import type { Field } from "./shapes.ts";

export interface FieldProps {
  field: Field;
  /** Where the value lies below the form's root. */
  path: Steps;
  value: Json | undefined;
  /** The path that should have the focus, as issues write it. */
  focus?: string;
}

export function FieldView({ field, path, value, focus = "" }: FieldProps) {
  const form = useForm();
  const described = useId();
  const label = labelOf(form, field.name);
  const place = written(path);
  const found = form.issues.filter((issue) => covers(place, issue.location?.path ?? ""));
  const isGroup = ["list", "entries", "lines", "fields", "text"].includes(field.shape.kind);
  const Group = isGroup ? "fieldset" : "div";
  const Label = isGroup ? "legend" : "div";
  return (
    <Group className="tw-field" data-shape={field.shape.kind} aria-describedby={found.length ? described : undefined}>
      <Label className="tw-field__label">{label}</Label>
      <Editor field={field} path={path} value={value} focus={focus} label={label} />
      {found.length > 0 && (
        <ul id={described} className="tw-field__issues">
          {found.map((issue) => (
            <li key={`${issue.code}${issue.location?.path}`} data-severity={issue.severity}>
              {issue.message}; {issue.remedy}
            </li>
          ))}
        </ul>
      )}
    </Group>
  );
}

function Editor({ field, path, value, focus, label }: FieldProps & { label: string; focus: string }) {
  const form = useForm();
  const { shape } = field;
  const put = (next: Json | undefined) => form.set(path, sameAsDefault(next, field) ? undefined : next, label);
  const isFocused = focus === written(path);
  switch (shape.kind) {
    case "text":
      return <TextField label={label} path={path} value={(value ?? {}) as Text} required={field.required} focus={focus} role={shape.role} />;
    case "lines":
      return <LinesField label={label} path={path} value={(value ?? {}) as Record<string, string[]>} />;
    case "entries":
      return <EntriesField label={label} path={path} value={(value ?? {}) as Record<string, Json>} shape={shape} />;
    case "list":
      if (shape.item.kind === "string" && (isName(shape.item.role) || shape.item.role === "tag")) {
        return <ChipsField label={label} path={path} value={(value ?? []) as string[]} role={shape.item.role} />;
      }
      return <ListField label={label} path={path} value={(value ?? []) as Json[]} item={shape.item} name={field.name} focus={focus} />;
    case "fields":
      return shape.fields.map((inner) => (
        <FieldView key={inner.name} field={inner} path={[...path, inner.name]} value={(value as Record<string, Json> | undefined)?.[inner.name]} focus={focus} />
      ));
    case "choice":
      return (
        <select className="tw-input" aria-label={label} value={String(value ?? field.default ?? "")} disabled={form.readOnly} onChange={(event) => put(event.target.value)}>
          {shape.values.map((one) => (
            <option key={one} value={one}>
              {valueWord(form, one)}
            </option>
          ))}
        </select>
      );
    case "switch":
      return (
        <input
          type="checkbox" className="tw-switch" role="switch" aria-label={label} checked={Boolean(value ?? field.default ?? false)}
          disabled={form.readOnly} onChange={(event) => put(event.target.checked)}
        />
      );
    case "number":
      return <NumberField label={label} name={field.name} value={(value ?? field.default ?? null) as number | null} whole={shape.whole} optional={shape.optional} onChange={put} />;
    case "string":
      if (isName(shape.role)) return <NameField label={label} role={shape.role} value={String(value ?? "")} onChange={put} />;
      return (
        <HoleText
          label={label} value={String(value ?? field.default ?? "")} expression={shape.role === "expression"} focused={isFocused}
          onCommit={(text) => put(text === "" && !field.required && !field.default ? undefined : text)}
        />
      );
  }
}

function sameAsDefault(value: Json | undefined, field: Field): boolean {
  return !field.required && JSON.stringify(value) === JSON.stringify(field.default);
}

/** Whether an issue's place belongs to this field and to none inside it that shows it itself. */
function covers(place: string, issue: string): boolean {
  return issue === place || (issue.startsWith(`${place}.`) && !/[[.]/.test(issue.slice(place.length + 1))) || issue.startsWith(`${place}['`);
}
