"""Made-up orders, so that the bot can be tried without the shop's order service."""

from datetime import date, timedelta

SWEATER = {"name": "Fjord Wool Sweater", "quantity": 1, "price": 89.0, "final_sale": False}
SOCKS = {"name": "Lichen Merino Socks", "quantity": 2, "price": 19.5, "final_sale": False}
CANDLE = {"name": "Pinecone Candle", "quantity": 1, "price": 26.0, "final_sale": True}
# Status, days until it is due, days since it was delivered, lines.
ORDERS = {
    "JP-100001": ("processing", 5, None, [SWEATER, SOCKS]),
    "JP-100002": ("shipped", 2, None, [SWEATER]),
    "JP-100003": ("delivered", -5, 5, [SWEATER, SOCKS, CANDLE]),
    "JP-100004": ("delivered", -45, 45, [SWEATER]),
    "JP-100005": ("shipped", -6, None, [SOCKS, CANDLE]),
    "JP-100006": ("delivered", -20, 20, [SWEATER]),
}
REFUNDED = "JP-100006"


def run(number, today):
    """The order as the service would give it; `exists` says whether there is one."""
    if number not in ORDERS:
        return {"exists": False, "order": {}}
    status, due, delivered, lines = ORDERS[number]
    now = date.fromisoformat(today)
    order = {
        "number": number,
        "status": status,
        "eta": (now + timedelta(due)).isoformat(),
        "carrier": "Northwind Parcel",
        "tracking_url": f"https://track.juniperandpine.example/{number}",
        "currency": "USD",
        "total": round(sum(line["price"] * line["quantity"] for line in lines), 2),
        "lines": lines,
        "sample": True,
    }
    if delivered is not None:
        order["delivered_on"] = (now - timedelta(delivered)).isoformat()
    if number == REFUNDED:
        paid_by = (now + timedelta(3)).isoformat()
        order["refund"] = {"status": "approved", "amount": 89.0, "date": paid_by}
    return {"exists": True, "order": order}
