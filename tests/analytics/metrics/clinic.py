"""Two days of a clinic's bot, small enough to be counted by hand."""

from engine.analytics.history import History
from tests.analytics.metrics.scenes import Scene, Scenes

HOUR_S = 3600
DAY_S = 24 * HOUR_S


def clinic() -> Scenes:
    """Monday: Ana's order by web, Ben's complaint by WhatsApp, Cai who comes by an ad. Tuesday:
    Ana again, Dan whom a campaign reached, Eva who still waits for an agent."""
    scenes = Scenes()
    _ana(scenes)
    _ben(scenes)
    _cai(scenes)
    _ana_again(scenes)
    _dan(scenes)
    _eva(scenes)
    return scenes


def clinic_history() -> History:
    return clinic().history()


def _ana(scenes: Scenes) -> None:
    """The bot understands all, and is given 5 of 5 and 9 of 10."""
    at_s = 9 * HOUR_S
    scene = scenes.session("ana").begins(at_s, ended_s=at_s + 300)
    _understood(scene.said(at_s, "una cita"), at_s, "book", "classifier", 0.97)
    scene.answered(at_s + 0.5, "¿Qué día?", status="delivered")
    scene.event(at_s + 1, "set", {"plan": "gold"}).event(at_s + 1, "field", {"city": "Cali"})
    scene.event(at_s + 1, "tag", name="vip")
    scene.said(at_s + 60, "5").event(
        at_s + 60, "rating", {"score": 5, "least": 1, "most": 5}, name="csat"
    )
    scene.answered(at_s + 62, "Gracias", status="read")
    scene.event(
        at_s + 90, "event", {"survey": "nps", "score": 9, "least": 0, "most": 10}, name="survey"
    )


def _ben(scenes: Scenes) -> None:
    """Not understood, handed over to sales, taken after 2 minutes, resolved by Luz."""
    at_s = 10 * HOUR_S
    scene = scenes.session("ben", channel="whatsapp").begins(at_s, country="CO")
    scene.said(at_s, "???").event(at_s, "not_understood", name="not_understood")
    _entered(scene, at_s, "not_understood", "default")
    scene.answered(at_s + 2, "No entiendo", status="read")
    scene.said(at_s + 60, "una queja")
    _understood(scene, at_s + 60, "complain", "keywords", 1.0)
    scene.event(at_s + 60, "handed_over", {"agent": "", "priority": 1}, name="sales")
    scene.answered(at_s + 61, "Un momento", status="delivered")
    scene.event(at_s + 180, "event", {"agent": "luz"}, name="agent_took")
    scene.answered(at_s + 240, "Soy Luz", author="agent", status="read")
    scene.said(at_s + 300, "gracias")
    scene.event(at_s + 780, "received", {"type": "handed_back", "agent": "luz"}, name="handed_back")
    scene.event(at_s + 780, "handed_back", name="luz")
    scene.event(at_s + 800, "rating", {"score": 2, "least": 1, "most": 5}, name="csat")


def _cai(scenes: Scenes) -> None:
    """Comes by an ad, is greeted, says nothing."""
    at_s = 11 * HOUR_S
    scene = scenes.session("cai", channel="whatsapp").begins(at_s, country="BR", ended_s=at_s + 60)
    scene.event(
        at_s,
        "event",
        {"source_id": "ad-7", "source": "instagram", "campaign": "autumn"},
        name="referral",
    )
    _entered(scene, at_s, "startup", "event")
    scene.answered(at_s, "Hola", status="failed")


def _ana_again(scenes: Scenes) -> None:
    """On Tuesday, by a button; the bot is not sure, and hands over to Luis who answers at once."""
    at_s = DAY_S + 9 * HOUR_S
    scene = scenes.session("ana", 2).begins(at_s)
    scene.said(at_s, "menú")
    _entered(scene, at_s, "menu", "exact")
    scene.answered(at_s + 1, "Elige", content={"options": [{"id": "a", "label": "A"}]})
    scene.said(at_s + 30, "otra cosa")
    _understood(scene, at_s + 30, "other", "classifier", 0.55)
    scene.event(at_s + 30, "handed_over", {"agent": "luis", "priority": 0})
    scene.answered(at_s + 40, "Dime", author="agent")
    scene.event(at_s + 50, "set", {"plan": "free"}).event(at_s + 50, "untag", name="vip")


def _dan(scenes: Scenes) -> None:
    """A campaign reaches him by template; he answers and buys."""
    at_s = DAY_S + 10 * HOUR_S
    told = {"campaign": "spring", "template": "promo"}
    scene = scenes.session("dan", channel="whatsapp", language="pt").begins(at_s, country="BR")
    scene.event(at_s, "event", {**told, "stage": "sent"}, name="campaign")
    scene.answered(
        at_s, "", status="read", content={"template": {"name": "promo", "language": "pt"}}
    )
    scene.said(at_s + 600, "quero")
    _understood(scene, at_s + 600, "buy", "classifier", 0.9)
    scene.event(at_s + 600, "event", {**told, "stage": "answered"}, name="campaign")
    scene.answered(at_s + 601.2345, "Feito")
    scene.event(at_s + 601, "event", {**told, "stage": "converted"}, name="campaign")
    scene.event(
        at_s + 620, "event", {"survey": "nps", "score": 3, "least": 0, "most": 10}, name="survey"
    )


def _eva(scenes: Scenes) -> None:
    """Waits for somebody of sales; the picture that she sent was not looked at."""
    at_s = DAY_S + 11 * HOUR_S
    scene = scenes.session("eva").begins(at_s)
    scene.said(at_s, content={"media": [{"kind": "image", "url": "https://files/1"}]})
    scene.event(at_s, "not_understood", ["buy"], name="related_intents")
    scene.event(at_s, "handed_over", {"agent": "", "priority": 0}, name="sales")
    scene.event(at_s, "event", {"campaign": "spring", "stage": "sent"}, name="campaign")


def _entered(scene: Scene, at_s: float, intent: str, how: str) -> None:
    scene.event(at_s, "intent", intent=intent, name=how, confidence=float(how == "exact"))


def _understood(scene: Scene, at_s: float, intent: str, how: str, confidence: float) -> None:
    scene.event(at_s, "intent", intent=intent, name=how, confidence=confidence, topic="care")
