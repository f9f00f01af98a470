"""`${...}` texts and conditions: parse, names used, evaluate, fill."""
