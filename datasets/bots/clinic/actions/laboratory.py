"""The state of a laboratory order, where no laboratory's system is connected.

Even orders are ready; odd ones will be the day after tomorrow.
"""

from datetime import date, timedelta


def run(order: str, today: str) -> dict:
    digits = [sign for sign in order if sign.isdigit()]
    if not digits:
        return {"state": "unknown", "ready_on": today}
    if int(digits[-1]) % 2 == 0:
        return {"state": "ready", "ready_on": today}
    return {"state": "in_process", "ready_on": (date.fromisoformat(today) + timedelta(2)).isoformat()}
