"""Where conversations live: one protocol, one module per store."""
