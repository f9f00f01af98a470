"""Something that is wrong with a funnel."""

from msgspec import Struct


class Trouble(Struct, frozen=True):
    """What is wrong at a path of a funnel, and what to do."""

    path: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}{self.message}; {self.remedy}"
