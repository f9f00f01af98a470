// The simulator, for the right column of the page of flows, for its own page, and for notebooks.

export { Simulator } from "./simulator.tsx";
export { sessionOf } from "./session.ts";
