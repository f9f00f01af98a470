"""How fast a funnel is counted, beside others that count the same."""
