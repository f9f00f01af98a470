// Where a file, or a folder of them, is dropped, or chosen by mouse and keyboard.

import { useRef, useState, type DragEvent } from "react";
import { chosen, dropped, MOST_BYTES, type Given } from "../files.ts";
import { useWords, type Words } from "../words.ts";
import { Icon } from "./icon.tsx";

const WORDS = {
  tooLarge: {
    es: "{name} tiene {size} MB; se aceptan hasta {most} MB. Divida el archivo.", en: "{name} has {size} MB; up to {most} MB are taken. Split the file.",
    pt: "{name} tem {size} MB; aceitam-se até {most} MB. Divida o arquivo.",
  },
} satisfies Words<string>;

const MB = 2 ** 20;

interface Props {
  label: string;
  hint?: string;
  accept?: string;
  /** The button for a folder; without it only one file is taken. */
  folderLabel?: string;
  onFiles(given: Given[]): void;
}

export function DropZone({ label, hint, accept, folderLabel, onFiles }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const words = useWords(WORDS);
  const [over, setOver] = useState(false);
  const [refused, refuse] = useState("");
  const take = (found: Given[]) => {
    const given = folderLabel ? found : found.slice(0, 1);
    const size = given.reduce((sum, { file }) => sum + file.size, 0);
    const isTooLarge = size > MOST_BYTES;
    const name = given[0]?.path.split("/")[0] ?? "";
    refuse(isTooLarge ? words("tooLarge", { name, size: Math.ceil(size / MB), most: MOST_BYTES / MB }) : "");
    if (!isTooLarge && given.length > 0) onFiles(given);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void dropped(event.dataTransfer).then(take, (error: Error) => refuse(error.message));
  };
  const pick = (element: HTMLInputElement) => {
    const found = element.files ? chosen(element.files) : [];
    element.value = "";
    take(found);
  };
  return (
    <div
      className="tw-dropzone" data-over={over} onDrop={drop} onDragLeave={() => setOver(false)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
    >
      <div className="tw-dropzone__buttons">
        <button type="button" className="tw-button" onClick={() => input.current?.click()}>
          <Icon name="upload" size={14} /> {label}
        </button>
        {folderLabel && (
          <button type="button" className="tw-button" onClick={() => folder.current?.click()}>
            <Icon name="folder" size={14} /> {folderLabel}
          </button>
        )}
      </div>
      {refused ? <p role="alert" className="tw-dropzone__refused">{refused}</p> : hint && <p>{hint}</p>}
      <input
        ref={input} type="file" hidden accept={accept} multiple={folderLabel !== undefined} aria-label={label}
        onChange={(event) => pick(event.target)}
      />
      {folderLabel && (
        <input
          ref={(element) => {
            folder.current = element;
            // React has no property for it.
            element?.setAttribute("webkitdirectory", "");
          }}
          type="file" hidden aria-label={folderLabel} onChange={(event) => pick(event.target)}
        />
      )}
    </div>
  );
}
