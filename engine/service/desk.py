"""How many people are free to take a conversation over, as their desk tells it."""


class Desk:
    """The number of free people. After a start it is 0 until the desk tells it."""

    def __init__(self) -> None:
        self.available = 0
