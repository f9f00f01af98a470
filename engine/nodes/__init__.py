"""The node kinds, one module each, and the table `KINDS`."""
