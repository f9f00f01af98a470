// A sheet over the whole page. A press beside it or Escape puts it away.

import { type ReactNode, useEffect, useRef } from "react";

export function Over({ label, onClose, children }: { label: string; onClose(): void; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = box.current?.getRootNode() as Document | ShadowRoot;
    const before = root.activeElement;
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div className="tw-over" onPointerDown={({ target, currentTarget }) => target === currentTarget && onClose()}>
      <div
        className="tw-over__box" role="dialog" aria-modal="true" aria-label={label} ref={box}
        onKeyDown={(event) => event.key === "Escape" && onClose()}
      >
        {children}
      </div>
    </div>
  );
}
