// A node as channels show it: for the right column of the page of flows, and as a sheet.

export { Preview } from "./preview.tsx";
export { PreviewSheet } from "./sheet.tsx";
