// What went wrong, said where it is seen on every page.

import { Toast } from "../parts/toast.tsx";
import { useProject, type Project } from "../project.ts";

export function Troubles({ project }: { project: Project }) {
  const trouble = useProject(project, (view) => view.trouble);
  return (
    <div className="tw-toasts" aria-live="assertive">
      {trouble && (
        <Toast tone="bad" onClose={() => project.say("")}>
          {trouble}
        </Toast>
      )}
    </div>
  );
}
