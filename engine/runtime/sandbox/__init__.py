"""Where the code of customers runs: never in the process of the engine."""
