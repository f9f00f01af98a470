"""Steps that say something: texts, speech, pictures, cards without buttons, files."""

import re

from engine.importers.dialogflow_es.repair import file_address, page_address
from engine.importers.dialogflow_es.tolerant import first_text, mapping, mappings, text
from engine.importers.naming import shortened
from engine.importers.voiceflow.conversion import Chain
from engine.importers.voiceflow.slate import plain
from engine.nodes.media import MediaNode
from engine.nodes.parts import MediaParams, OptionParams
from engine.nodes.say import Say

# Steps that say nothing where they hold no words.
PLAIN = frozenset({"text", "speak"})
MARKUP = re.compile(r"</?(?:speak|voice|break|prosody|emphasis|amazon:\w+|audio)\b[^<>]*>")


def draw_text(chain: Chain) -> None:
    """A text; of several, one by chance."""
    data, conversion = chain.step.data, chain.conversion
    several = [plain(one.get("content") or one.get("text")) for one in mappings(data.get("texts"))]
    several = several or [plain(data.get("text") or data.get("content"))]
    for name in ("messageID", "responseID", "promptID"):
        found = conversion.export.responses.get(text(data.get(name)), ())
        several += [plain(one) for one in found]
    _say(chain, several)


def draw_speak(chain: Chain) -> None:
    """Speech as text; a recording as a file."""
    dialogs = mappings(chain.step.data.get("dialogs"))
    spoken = [plain(one.get("content")) for one in dialogs if not text(one.get("url"))]
    sounds = [address for one in dialogs if (address := file_address(text(one.get("url"))))]
    if sounds:
        media = MediaParams(kind="audio", url=chain.conversion.scope.template(sounds[0]))
        chain.then("audio", "media", MediaNode(media=(media,)))
        if not any(one.strip() for one in spoken):
            chain.exact("audio")
            chain.go_on()
            return
    _say(chain, [" ".join(MARKUP.sub(" ", one).split()) for one in spoken])


def _say(chain: Chain, several: list[str]) -> None:
    texts = [made for one in several if (made := chain.conversion.text(one.strip()))]
    if not texts and chain.step.type not in PLAIN:
        # A newer kind, whose words stand elsewhere than where they are known to.
        draw_kept(chain)
        return
    if not texts:
        chain.conversion.aliases[chain.step.id] = chain.following
        chain.conversion.account.exact(f"{chain.kind} empty", chain.step.id, chain.place)
        return
    words = next(iter(texts[0].values()))
    say = Say(text=texts[0], alternatives=tuple(texts[1:]))
    chain.then(shortened(words, 40), "say", say)
    chain.exact(words)
    chain.go_on()


def draw_visual(chain: Chain) -> None:
    """A picture or a film by its address."""
    data = chain.step.data
    address = first_text(data, "image", "imageURL", "url", "src", "document")
    shown = address if "{" in address else file_address(address)
    if not shown:
        why = "the picture has no address of the web"
        chain.to_do("visual", str(data.get("aplCommands") or address), why, "give it one")
    else:
        video = chain.step.type == "video" or shown.endswith(".mp4")
        kind = "video" if video else "image"
        media = MediaParams(kind=kind, url=chain.conversion.scope.template(shown))  # type: ignore[arg-type]  # one of two
        chain.then(kind, "media", MediaNode(media=(media,)))
        chain.exact(kind)
    chain.go_on()


def draw_stream(chain: Chain) -> None:
    """A recording that is played."""
    address = first_text(chain.step.data, "audio", "url")
    shown = address if "{" in address else file_address(address)
    if shown:
        media = MediaParams(kind="audio", url=chain.conversion.scope.template(shown))
        chain.then("audio", "media", MediaNode(media=(media,)))
        chain.differs("it is played as a whole: there is no pause to ask for")
    else:
        chain.to_do("stream", address, "the recording has no address", "give it one")
    chain.go_on()


def draw_url(chain: Chain) -> None:
    """A page that Voiceflow opens by itself, as a button."""
    address = text(chain.step.data.get("url"))
    shown = address if "{" in address else page_address(address)
    if shown:
        option = OptionParams(
            id="open",
            label={chain.conversion.language: "↗"},
            url=chain.conversion.scope.template(shown),
        )
        said = Say(text=chain.conversion.text(address), options=(option,))
        chain.then("open_page", "say", said)
        chain.differs("the page is offered by a button in place of being opened")
    else:
        chain.to_do("url", address, "the page has no address", "give it one")
    chain.go_on()


def draw_kept(chain: Chain) -> None:
    """What a language model or a program of Voiceflow did: kept for a person."""
    data = chain.step.data
    payload = mapping(data.get("payload"))
    lines = [plain(data.get("system")), plain(data.get("prompt")), plain(payload.get("body"))]
    for one in mappings(data.get("sets")):
        variable = chain.conversion.scope.name(text(one.get("variable")))
        lines.append(f"{variable} = {plain(one.get('prompt'))}\n{plain(one.get('instruction'))}")
    function = mapping(chain.conversion.export.functions.get(text(data.get("functionID"))))
    lines.append(text(function.get("code")))
    name = first_text(payload, "name") or first_text(data, "label", "name") or chain.step.type
    why, step = WHY.get(chain.step.type, OTHER)
    source = "\n\n".join(line for line in lines if line.strip())
    chain.to_do(name, source, why, step)
    ways = [one for one in chain.step.ways if one]
    chain.following = chain.step.ports.get("next") or next(iter(ways), chain.following)
    chain.go_on()


MODEL = (
    "a language model answered here; its instructions are kept in the note",
    "write what the bot says, or call a model with an http node",
)
OTHER = ("this kind of step has no counterpart", "draw what it should do")
WHY = {
    "generative": MODEL,
    "ai_set": MODEL,
    "aiSet": MODEL,
    "aiResponse": MODEL,
    "ai_variable": MODEL,
    "ai_capture": MODEL,
    "aiCapture": MODEL,
    "trace": (
        "an action of the customer's own page or program is told here; what it is told is kept",
        "call it with an http node, or make a message of it",
    ),
    "function": (
        "a function in JavaScript runs here; its text is kept, it is never run",
        "write it as a code action",
    ),
}
