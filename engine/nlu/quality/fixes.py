"""The repairs that findings offer."""

from engine.nlu.quality.edits import AddPhrases, DeletePhrase, MovePhrase
from engine.nlu.quality.finding import Fix, Place, said


def move(place: Place, to: Place) -> Fix:
    """Moves the phrase to another intent."""
    edit = MovePhrase(place.topic, place.intent, place.language, place.phrase, to.topic, to.intent)
    return Fix(said("fix.move", intent=to.intent), (edit,))


def delete(place: Place) -> Fix:
    """Takes the phrase out of its intent."""
    edit = DeletePhrase(place.topic, place.intent, place.language, place.phrase)
    return Fix(said("fix.delete", intent=place.intent), (edit,))


def add(place: Place, phrases: tuple[str, ...]) -> Fix:
    """Gives the intent these phrases."""
    edit = AddPhrases(place.topic, place.intent, place.language, phrases)
    if len(phrases) == 1:
        return Fix(said("fix.generalise", phrase=phrases[0]), (edit,))
    return Fix(said("fix.add", count=len(phrases), intent=place.intent), (edit,))
