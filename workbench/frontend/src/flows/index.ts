// The page of flows, for the app and for notebooks.

export { FlowDrawing, Flows } from "./flows.tsx";
export { CanvasAlone } from "./standalone.tsx";
