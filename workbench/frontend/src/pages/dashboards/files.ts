// Files of charts that Python writes: asked for, and told when they are there.

import type { File, FileFormat } from "../../parts/download.tsx";
import { freshId } from "../../kept.ts";
import type { Project } from "../../project.ts";
import type { Asked, Chart } from "./types.ts";

export function fileOf({ host }: Project, chart: Chart, asked: Asked, form: FileFormat): Promise<File> {
  const ticket = freshId();
  return new Promise((resolve, reject) => {
    const end = host.hear<File & { error?: string }>(`dashboards.file ${ticket}`, (told) => {
      end();
      if (told.error) reject(new Error(told.error));
      else resolve(told);
    });
    host.ask("dashboards.file", { chart, asked, form, name: chart.metric, ticket }).catch((error: Error) => {
      end();
      reject(error);
    });
  });
}
