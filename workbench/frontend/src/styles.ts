// All styles as one text, put beside the view: it works in a shadow root too.

import reactFlow from "@xyflow/react/dist/base.css";
import dashboards from "./pages/dashboards/dashboards.css";
import flows from "./flows/flows.css";
import funnels from "./pages/funnels/funnels.css";
import forms from "./forms/forms.css";
import frame from "./frame/frame.css";
import pages from "./pages/pages.css";
import parts from "./parts/parts.css";
import preview from "./preview/preview.css";
import simulator from "./simulator/simulator.css";
import tests from "./pages/tests/tests.css";
import theme from "./theme.css";
import understanding from "./pages/understanding/understanding.css";
import versions from "./pages/versions/versions.css";
import triggers from "./triggers/triggers.css";

const all = [
  reactFlow,
  theme,
  parts,
  frame,
  flows,
  forms,
  funnels,
  tests,
  versions,
  understanding,
  dashboards,
  triggers,
  simulator,
  preview,
  pages,
].join("\n");

// A host's rules for plain elements, such as JupyterLab's for buttons, weigh more than one class.
// Whatever root we are in, it lends each of our selectors the weight of one more.
const KEYFRAMES = /@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}/g;
export const styles = `${all.match(KEYFRAMES)?.join("\n") ?? ""}\n:is(:root, :host) {\n${all.replaceAll(KEYFRAMES, "")}\n}`;
