// Where a file is dropped, or chosen by mouse and keyboard.

import { useRef, useState, type DragEvent } from "react";
import { MOST_BYTES } from "../files.ts";
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
  onFile(file: File): void;
}

export function DropZone({ label, hint, accept, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const words = useWords(WORDS);
  const [over, setOver] = useState(false);
  const [refused, refuse] = useState("");
  const take = (file: File) => {
    const isTooLarge = file.size > MOST_BYTES;
    refuse(isTooLarge ? words("tooLarge", { name: file.name, size: Math.ceil(file.size / MB), most: MOST_BYTES / MB }) : "");
    if (!isTooLarge) onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) take(file);
  };
  return (
    <div
      className="tw-dropzone" data-over={over} onDrop={drop} onDragLeave={() => setOver(false)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
    >
      <button type="button" className="tw-button" onClick={() => input.current?.click()}>
        <Icon name="upload" size={14} /> {label}
      </button>
      {refused ? <p role="alert" className="tw-dropzone__refused">{refused}</p> : hint && <p>{hint}</p>}
      <input
        ref={input} type="file" hidden accept={accept} aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) take(file);
        }}
      />
    </div>
  );
}
