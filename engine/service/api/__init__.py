"""The channel API: programs that speak for a person, and read what the bot answers."""
