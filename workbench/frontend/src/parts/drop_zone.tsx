// Where a file is dropped, or chosen by mouse and keyboard.

import { useRef, useState, type DragEvent } from "react";
import { Icon } from "./icon.tsx";

interface Props {
  label: string;
  hint?: string;
  accept?: string;
  onFile(file: File): void;
}

export function DropZone({ label, hint, accept, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
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
      {hint && <p>{hint}</p>}
      <input
        ref={input} type="file" hidden accept={accept} aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
