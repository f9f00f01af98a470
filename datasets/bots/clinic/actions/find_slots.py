"""Up to five free half hours of a doctor on a day.

The clinic's agenda is simulated: a slot is free or taken by a sum over the doctor, the day and
the hour, so that the same question always has the same answer.
"""

from zlib import crc32

MOST = 5


def run(doctor: str, day: str, starts: str, ends: str, not_before: str) -> dict:
    hours = [text for text in _half_hours(starts, ends) if text > not_before]
    free = [hour for hour in hours if crc32(f"{doctor} {day} {hour}".encode()) % 3]
    step = max(1, len(free) // MOST)
    return {"slots": free[::step][:MOST]}


def _half_hours(starts: str, ends: str) -> list:
    first, last = _minutes(starts), _minutes(ends)
    return [f"{minute // 60:02}:{minute % 60:02}" for minute in range(first, last, 30)]


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
