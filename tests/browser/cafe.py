"""A small bot in two topics, with a service, a carousel and a silence that it breaks."""

import json
from pathlib import Path

BOT = {
    "format": 1,
    "id": "cafe",
    "name": "Café Tertulia",
    "languages": ["en", "es"],
    "time_zone": "America/Lima",
    "variables": {
        "size": {"type": "text", "description": "The size of the cup."},
        "price": {"type": "number"},
    },
}
ORDER = {
    "format": 1,
    "title": {"en": "Orders"},
    "nodes": {
        "startup": {"kind": "intent", "edges": {"next": "menu"}},
        "menu": {
            "kind": "choices",
            "title": "What would you like",
            "params": {
                "text": {"en": "Hello. **What** would you like?", "es": "Hola. ¿Qué desea?"},
                "options": [
                    {"id": "coffee", "label": {"en": "A coffee", "es": "Un café"}},
                    {"id": "look", "label": {"en": "See the cakes", "es": "Ver pasteles"}},
                    {"id": "hours", "label": {"en": "Hours", "es": "Horarios"}},
                    {"id": "bye", "label": {"en": "Nothing", "es": "Nada"}},
                ],
                "variable": "size",
            },
            "edges": {"coffee": "ask_price", "look": "cakes", "hours": "say_hours", "bye": "bye"},
        },
        "ask_price": {
            "kind": "http",
            "title": "Ask the price",
            "params": {
                "url": "https://prices.example/coffee",
                "results": {"price": "response.body.price"},
            },
            "edges": {"next": "say_price", "failed": "bye"},
        },
        "say_price": {"kind": "say", "params": {"text": {"en": "A coffee is ${price} soles."}}},
        "cakes": {
            "kind": "carousel",
            "params": {
                "cards": [
                    {
                        "title": {"en": f"Cake {number}"},
                        "subtitle": {"en": "With cream"},
                        "options": [{"id": f"take_{number}", "label": {"en": f"Take {number}"}}],
                    }
                    for number in range(1, 6)
                ]
            },
            "edges": {f"take_{number}": "bye" for number in range(1, 6)},
        },
        "bye": {"kind": "say", "params": {"text": {"en": "See you soon."}}},
    },
}
PLACE = {
    "format": 1,
    "title": {"en": "The place"},
    "nodes": {
        "hours": {
            "kind": "intent",
            "title": "Asks for the hours",
            "params": {"phrases": {"en": ["when do you open", "what are your hours", "opening"]}},
            "edges": {"next": "say_hours"},
        },
        "say_hours": {
            "kind": "say",
            "title": "Say the hours",
            "params": {"text": {"en": "We open at 8.", "es": "Abrimos a las 8."}},
        },
        "quiet": {
            "kind": "intent",
            "params": {"inactivity_s": 600},
            "edges": {"next": "still_there"},
        },
        "still_there": {"kind": "say", "params": {"text": {"en": "Are you still there?"}}},
    },
}


def write(folder: Path) -> Path:
    """Writes the bot into a folder."""
    (folder / "topics").mkdir(parents=True)
    (folder / "bot.json").write_text(json.dumps(BOT))
    for name, topic in (("order", ORDER), ("place", PLACE)):
        (folder / "topics" / f"{name}.flow.json").write_text(json.dumps(topic))
    return folder
