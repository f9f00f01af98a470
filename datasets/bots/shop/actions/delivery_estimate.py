"""When a parcel arrives that is ordered now, by standard and by express shipping."""

from datetime import date, timedelta

# What is ordered by then leaves the same day, in the shop's own time.
LAST_PICK_UP = "14:00"


def run(days, today, time):
    """`days` are the working days on the road: standard from, to, express from, to."""
    leaves = date.fromisoformat(today)
    if leaves.weekday() >= 5 or time >= LAST_PICK_UP:
        leaves = after_working_days(leaves, 1)
    names = ("standard_from", "standard_to", "express_from", "express_to")
    return {
        name: after_working_days(leaves, count).isoformat()
        for name, count in zip(names, days, strict=True)
    }


def after_working_days(day, count):
    """The day so many working days later."""
    while count:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day
