"""From history to numbers: tidy tables in, tidy tables out (extra `analytics`)."""
