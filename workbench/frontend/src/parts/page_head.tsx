// The head of a page: what it is, what one can do here.

import type { ReactNode } from "react";

interface Props {
  title: string;
  about?: string;
  children?: ReactNode;
}

export function PageHead({ title, about, children }: Props) {
  return (
    <div className="tw-pagehead">
      <div>
        <h1>{title}</h1>
        {about && <p>{about}</p>}
      </div>
      <div className="tw-pagehead__actions">{children}</div>
    </div>
  );
}
