"""The order number in what a person wrote: JP-204518, jp 204518 or 204518."""

import re

NUMBER = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")


def run(text):
    """`number` in the shop's own writing; empty where there is none, or more than one."""
    found = set(NUMBER.findall(text or ""))
    return {"number": f"JP-{found.pop()}" if len(found) == 1 else ""}
