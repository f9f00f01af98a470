// The pages that the front end draws, by name; workbench/pages says which there are and in what
// order.

import type { ComponentType } from "react";
import type { Project } from "../project.ts";
import type { Stage } from "../stage.ts";
import { FlowsPage } from "./flows.tsx";
import { FunnelsPage } from "./funnels/index.tsx";
import { Triggers } from "../triggers/index.tsx";
import { Simulator } from "../simulator/index.tsx";
import { SettingsPage } from "./settings/index.tsx";
import { UnderstandingPage } from "./understanding/index.tsx";
import { VersionsPage } from "./versions/index.tsx";
import { TestsPage } from "./tests/index.tsx";
import { VariablesPage } from "./variables/index.tsx";
import { TextsPage } from "./texts/index.tsx";
import { DashboardsPage } from "./dashboards/index.tsx";
import { EntitiesPage } from "./entities/index.tsx";
import { Projects } from "./projects/index.tsx";

export interface PageProps {
  project: Project;
  stage: Stage;
}

export const PAGES: Record<string, ComponentType<PageProps>> = {
  flows: FlowsPage,
  funnels: FunnelsPage,
  triggers: Triggers,
  projects: Projects,
  simulator: Simulator,
  settings: SettingsPage,
  tests: TestsPage,
  variables: VariablesPage,
  entities: EntitiesPage,
  dashboards: DashboardsPage,
  versions: VersionsPage,
  texts: TextsPage,
  understanding: UnderstandingPage,
};
