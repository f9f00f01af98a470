// A sheet over the whole page. A press beside it or Escape puts it away.

import { type ReactNode, useEffect, useState } from "react";

interface Props {
  label: string;
  onClose(): void;
  children: ReactNode;
  /** As much of the window as there is. */
  isWide?: boolean;
}

export function Over({ label, onClose, children, isWide = false }: Props) {
  // Asked before anything inside takes the focus.
  const [before] = useState(focused);
  useEffect(() => () => before?.focus({ preventScroll: true }), [before]);
  return (
    <div className="tw-over" onPointerDown={({ target, currentTarget }) => target === currentTarget && onClose()}>
      <div
        className={isWide ? "tw-over__box tw-over__box--wide" : "tw-over__box"} role="dialog" aria-modal="true" aria-label={label}
        onKeyDown={(event) => event.key === "Escape" && onClose()}
      >
        {children}
      </div>
    </div>
  );
}

/** What has the focus, in whatever root it is. */
function focused(): HTMLElement | null {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found instanceof HTMLElement ? found : null;
}
