// The page of flows, for the app and for notebooks.

export { FlowDrawing, FlowPicture, Flows } from "./flows.tsx";
export { CanvasAlone } from "./standalone.tsx";
