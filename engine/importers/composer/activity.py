"""Activities of the channel: text, cards, suggested actions, media, as parts of our messages."""

import re
from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct, field

from engine.importers.composer.cards import actions_of, address_of, computed, elements_of, joined
from engine.importers.composer.lg import Structure
from engine.importers.composer.options import told_apart
from engine.importers.composer.plain import as_list, as_map, as_text
from engine.importers.composer.render import Shape
from engine.importers.composer.source import as_json
from engine.importers.composer.tree import Tree, Untranslatable
from engine.importers.composer.words import Told, Words
from engine.importers.naming import Names, readable, shortened
from engine.nodes.parts import CardParams, MediaParams, OptionParams
from engine.types.limits import LIMITS
from engine.types.value import Text

QUIET = frozenset({"type", "inputhint", "speak", "text", "textformat", "attachmentlayout"})
# A button may send an intent by its name, as a value that nobody reads.
INTENT = re.compile(r"[\"']intent[\"']\s*:\s*[\"'](\w+)[\"']", re.IGNORECASE)
MEDIA = {"image": "image", "audio": "audio", "video": "video"}
CARDS = frozenset({"herocard", "thumbnailcard", "signincard", "oauthcard", "receiptcard"})
MEDIA_CARDS = {"audiocard": "audio", "videocard": "video", "animationcard": "image"}


class Activity(Struct):
    """The parts of a message, and what of the source's is left out."""

    told: list[Told] = field(default_factory=list)
    cards: list[CardParams] = field(default_factory=list)
    options: list[OptionParams] = field(default_factory=list)
    media: list[MediaParams] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def activity_of(words: Words, raw: object) -> Activity:
    """The activity that a structure of a template, or an object, describes."""
    activity = Activity()
    reader = _Reader(words, activity, raw.names if isinstance(raw, Shape) else {})
    if isinstance(raw, Shape):
        reader.structure(raw.structure)
    else:
        reader.plain(as_map(raw))
    return activity


class _Reader:
    """Fills an activity; `names` are what the structure's texts may use."""

    def __init__(self, words: Words, activity: Activity, names: Mapping[str, Tree]) -> None:
        self.words = words
        self.activity = activity
        self.names = names
        self.ids = Names()

    def structure(self, structure: Structure) -> None:
        kind = structure.kind.lower()
        if kind in {"activity", "message"}:
            self._activity(structure)
        elif kind in {*CARDS, *MEDIA_CARDS, "attachment", "adaptivecard"}:
            self.card(structure.kind.lower(), structure.properties)
        elif kind in {"cardaction", "suggestedactions"}:
            self._action(structure.properties)
        else:
            raise Untranslatable(f"the structure {structure.kind!r}")

    def _activity(self, structure: Structure) -> None:
        values = dict(structure.properties)
        for spread in structure.spread:
            values = {**self._spread(spread), **values}
        if "".join(values.get("type", ("message",))).strip().lower() not in {"message", ""}:
            self.activity.left_out.append(f"an activity of the type {values['type'][0]!r}")
            return
        if "text" in values:
            self.activity.told = self.words.told("\n".join(values["text"]), self.names)
        if "speak" in values and values["speak"] != values.get("text"):
            self.activity.left_out.append("what voice channels speak")
        for value in values.get("attachments", ()):
            try:
                self.attachment(value)
            except Untranslatable:
                self.activity.left_out.append("an attachment that is computed")
        for value in values.get("suggestedactions", ()):
            self.suggested(value)
        for name in values:
            if name not in QUIET | {"attachments", "suggestedactions"}:
                self.activity.left_out.append(f"the activity's {name}")

    def _spread(self, source: str) -> dict[str, tuple[str, ...]]:
        told = self.words.told(source, self.names)
        shape = told[0].shape
        return dict(shape.structure.properties) if isinstance(shape, Shape) else {}

    def attachment(self, value: str) -> None:
        """One of the attachments: a card's template, or the JSON of one."""
        told = self.words.told(value, self.names)[0]
        if isinstance(told.shape, Shape):
            inner = _Reader(self.words, self.activity, told.shape.names)
            inner.ids = self.ids
            inner.structure(told.shape.structure)
            return
        text = next(iter(told.texts[0].values()), "") if told.texts else ""
        self._json(text)

    def _json(self, text: str) -> None:
        """The JSON of an adaptive card, or of any; its texts where it is none once filled."""
        text = computed(text)
        try:
            body: object = msgspec.json.decode(text)
        except msgspec.DecodeError:
            found = re.findall(r'"(?:text|title)"\s*:\s*"((?:[^"\\]|\\.)+)"', text)
            body = {"body": [{"type": "TextBlock", "text": one} for one in found]}
            if not found:
                self.activity.left_out.append("an attachment that is computed")
                return
        self.adaptive(as_map(body))

    def suggested(self, value: str) -> None:
        """One of the suggested actions: a text, or an action's template."""
        told = self.words.told(value, self.names)[0]
        if isinstance(told.shape, Shape):
            inner = _Reader(self.words, self.activity, told.shape.names)
            inner.ids = self.ids
            inner.structure(told.shape.structure)
        elif told.texts:
            self._option(told.texts[0])

    def _action(self, values: Mapping[str, tuple[str, ...]]) -> None:
        self.activity.options.append(self._button(values))

    def _button(self, values: Mapping[str, tuple[str, ...]]) -> OptionParams:
        label = self._text(values, "title", "text", "value")
        value = self._text(values, "value")
        kind = "".join(values.get("type", ())).lower()
        return self._made(label, value, is_page=kind == "openurl")

    def _option(self, label: Text) -> None:
        self.activity.options.append(self._made(label, {}, is_page=False))

    def _made(self, label: Text, value: Text, *, is_page: bool) -> OptionParams:
        shown = {key: shortened(one, LIMITS.option_chars) for key, one in label.items()}
        first = next(iter(label.values()), "")
        name = self.ids.take(first, "option")
        if meant := INTENT.search(next(iter(value.values()), "")):
            value = self._phrase(meant[1])
        if is_page and _address(value):
            return OptionParams(id=name, label=shown, url=_address(value))
        says = value if any(value.values()) else label
        return OptionParams(id=name, label=shown, says=says)

    def _phrase(self, intent: str) -> Text:
        """What somebody would write who means an intent, which a button sends by its name."""
        conversion = self.words.conversion
        for understood in conversion.understood.values():
            for phrases in understood.phrases.get(intent, {}).values():
                if phrases:
                    return {conversion.language: phrases[0]}
        return {conversion.language: readable(intent)}

    def _text(self, values: Mapping[str, tuple[str, ...]], *names: str) -> Text:
        for name in names:
            if values.get(name):
                told = self.words.told("\n".join(values[name]), self.names)
                return _one(told, self.words)
        return {}

    def card(self, kind: str, values: Mapping[str, tuple[str, ...]]) -> None:
        """A card written as a structure."""
        if kind in MEDIA_CARDS:
            for url in values.get("media", ()):
                self._media(MEDIA_CARDS[kind], self._text({"u": (url,)}, "u"))
        if kind in {"attachment", "adaptivecard"}:
            self._attached(values)
            return
        title = self._text(values, "title")
        below = [self._text(values, name) for name in ("subtitle", "text")]
        image = self._text(values, "image", "images")
        options = [one for value in values.get("buttons", ()) for one in self._buttons(value)]
        self._card(title, below, _address(image), options)

    def _attached(self, values: Mapping[str, tuple[str, ...]]) -> None:
        kind = "".join(values.get("contenttype", ())).lower()
        url = self._text(values, "contenturl")
        if url:
            self._media(MEDIA.get(kind.partition("/")[0], "document"), url)
        for content in values.get("content", ()):
            self.attachment(content)

    def _buttons(self, value: str) -> Iterator[OptionParams]:
        told = self.words.told(value, self.names)[0]
        if isinstance(told.shape, Shape):
            inner = _Reader(self.words, self.activity, told.shape.names)
            inner.ids = self.ids
            yield inner._button(told.shape.structure.properties)
        elif told.texts:
            yield self._made(told.texts[0], {}, is_page=False)

    def _card(
        self, title: Text, below: list[Text], image: str, options: list[OptionParams]
    ) -> None:
        texts = [one for one in (title, *below) if any(part.strip() for part in one.values())]
        if not (image or options):
            self._add_text(texts)
            return
        if not texts and not options:
            self._media("image", {self.words.conversion.language: image})
            return
        head = texts[0] if texts else options[0].label
        rest = joined(texts[1:])
        self.activity.cards.append(
            CardParams(title=head, subtitle=rest, image=image, options=tuple(told_apart(options)))
        )

    def _add_text(self, texts: list[Text]) -> None:
        """A card of texts only says them."""
        if texts:
            before = self.activity.told[0].texts[:1] if self.activity.told else ()
            self.activity.told = [Told("", (joined([*before, *texts]),))]

    def _media(self, kind: str, url: Text) -> None:
        address = _address(url)
        if address:
            # The kind is one of those that the table names.
            part = MediaParams(kind=kind, url=address)  # type: ignore[arg-type]
            self.activity.media.append(part)

    def plain(self, body: dict[str, object]) -> None:
        """An activity as the channel's own object."""
        if isinstance(body.get("text"), str):
            self.activity.told = self.words.told(as_text(body["text"]), self.names)
        for one in as_list(body.get("attachments")):
            part = as_map(one)
            kind = as_text(part.get("contentType")).lower()
            content = as_map(part.get("content"))
            if kind.endswith("adaptive"):
                self.adaptive(content)
            elif as_text(part.get("contentUrl")):
                url = {self.words.conversion.language: as_text(part.get("contentUrl"))}
                self._media(MEDIA.get(kind.partition("/")[0], "document"), url)
            elif content:
                self._hero(content)
        for action in as_list(as_map(body.get("suggestedActions")).get("actions")):
            self.activity.options.append(self._plain_button(as_map(action)))
        for name in body:
            if name.lower() not in QUIET and name not in {"attachments", "suggestedActions"}:
                self.activity.left_out.append(f"the activity's {name}")

    def _hero(self, content: dict[str, object]) -> None:
        texts = [self._plain(content.get(name)) for name in ("title", "subtitle", "text")]
        images = [as_text(as_map(one).get("url")) for one in as_list(content.get("images"))]
        buttons = [self._plain_button(as_map(one)) for one in as_list(content.get("buttons"))]
        self._card(texts[0], texts[1:], address_of(next(iter(images), "")), buttons)

    def adaptive(self, body: dict[str, object]) -> None:
        """An adaptive card: its texts, first image and actions; its fields are left out."""
        texts, images, fields = list[Text](), list[str](), 0
        for part in elements_of(body):
            kind = as_text(part.get("type"))
            if kind == "TextBlock":
                texts.append(self._plain(part.get("text")))
            elif kind == "Image" and as_text(part.get("url")):
                images.append(as_text(part.get("url")))
            elif kind.startswith("Input."):
                fields += 1
        buttons = [self._plain_button(one) for one in actions_of(body)]
        if fields:
            self.activity.left_out.append(f"{fields} fields of an adaptive card")
        self.words.remarks["an adaptive card became a card with its texts and buttons"] = None
        image = address_of(next(iter(images), ""))
        self._card(texts[0] if texts else {}, texts[1:], image, buttons[:3])

    def _plain_button(self, action: dict[str, object]) -> OptionParams:
        label = self._plain(action.get("title") or action.get("text") or action.get("value"))
        url = as_text(action.get("url"))
        kind = as_text(action.get("type")).lower()
        data = action.get("data") or action.get("value")
        value = self._plain(url or (as_json(data) if isinstance(data, dict) else data))
        return self._made(label, value, is_page=bool(url) or kind == "openurl")

    def _plain(self, value: object) -> Text:
        if not isinstance(value, str) or not value.strip():
            return {}
        # What a template has filled already holds our own holes.
        return {self.words.conversion.language: value}


def _address(text: Text) -> str:
    return address_of(next(iter(text.values()), "").strip())


def _one(told: list[Told], words: Words) -> Text:
    if len(told) > 1 or len(told[0].texts) > 1:
        words.remarks["the first of several texts of a card"] = None
    return told[0].texts[0] if told[0].texts else {}
