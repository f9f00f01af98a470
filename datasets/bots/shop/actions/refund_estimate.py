"""What a person gets back for a return: the amount, what it costs, and by when."""

from datetime import date, timedelta

DAYS_TO_RETURN = 30
LABEL_FEE = 4.95
GIFT_CARD_BONUS = 0.10
# Until the parcel is back with us and checked, and the bank has booked it.
WORKING_DAYS_TO_PAY = 10
OUR_FAULT = ("faulty", "wrong", "late")


def run(lines, item, delivered_on, reason, way, today):
    """`item` is `item_1`, `item_2` ... or `all`; `days_left` is below 0 when it is too late."""
    chosen = lines if item == "all" else [lines[int(item.rpartition("_")[2]) - 1]]
    ours = reason in OUR_FAULT
    returned = [line for line in chosen if ours or not line.get("final_sale")]
    left_out = [line for line in chosen if line not in returned]
    value = sum(line["price"] * line["quantity"] for line in returned)
    fee = LABEL_FEE if returned and way == "original" and not ours else 0
    bonus = value * GIFT_CARD_BONUS if way == "gift_card" else 0
    now = date.fromisoformat(today)
    last_day = date.fromisoformat(delivered_on) + timedelta(DAYS_TO_RETURN)
    return {
        "total": round(max(value - fee + bonus, 0), 2),
        "fee": round(fee, 2),
        "bonus": round(bonus, 2),
        "items": ", ".join(map(name, returned)),
        "left_out": ", ".join(map(name, left_out)),
        "days_left": (last_day - now).days,
        "paid_by": after_working_days(now, WORKING_DAYS_TO_PAY).isoformat(),
    }


def name(line):
    """The line as people read it: `2 x Ember Camp Mug`."""
    return line["name"] if line["quantity"] == 1 else f"{line['quantity']} x {line['name']}"


def after_working_days(day, count):
    """The day so many working days later."""
    while count:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day
