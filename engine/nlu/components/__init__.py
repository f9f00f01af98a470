"""The components of a pipeline: one module each. `engine.nlu.pipeline` has their table."""
