"""Effects that touch the world, one module each; see `protocol` and `table`."""
