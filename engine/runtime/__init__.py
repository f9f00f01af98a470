"""The shell around the interpreter: inbox, turns, outbox, timers, and the rehearsal."""
