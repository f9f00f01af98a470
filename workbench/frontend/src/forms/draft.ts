// A text while it is typed: shown at once, given to the project a moment later and when it is left.

import { useEffect, useRef, useState } from "react";

const WAIT_MS = 350;

interface Draft {
  text: string;
  type(text: string): void;
  /** Gives what was typed on at once. */
  settle(): void;
  /** Takes back what was not given on yet. */
  cancel(): void;
}

export function useDraft(value: string, commit: (text: string) => void): Draft {
  const [typed, setTyped] = useState<string>();
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; text: string }>(undefined);
  const latest = useRef(commit);
  latest.current = commit;

  const settle = () => {
    if (!waiting.current) return;
    clearTimeout(waiting.current.timer);
    const { text } = waiting.current;
    waiting.current = undefined;
    latest.current(text);
  };
  // What is confirmed is what counts, once nothing is on its way.
  useEffect(() => {
    if (!waiting.current) setTyped(undefined);
  }, [value]);
  // A field that goes away gives on what it has.
  useEffect(() => settle, []);

  return {
    text: typed ?? value,
    type(text) {
      clearTimeout(waiting.current?.timer);
      waiting.current = { text, timer: setTimeout(settle, WAIT_MS) };
      setTyped(text);
    },
    settle,
    cancel() {
      clearTimeout(waiting.current?.timer);
      waiting.current = undefined;
      setTyped(undefined);
    },
  };
}
