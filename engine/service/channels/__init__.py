"""The channels of the outside world: opened by settings, their requests taken, their files kept."""
