"""The simulator: the engine's rehearsal of the draft, for one window of the workbench."""
