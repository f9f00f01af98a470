"""History as numbers: codes in place of texts, sorted by contact and time, read where they lie."""
