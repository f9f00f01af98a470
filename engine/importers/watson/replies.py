"""What a node says, drawn: texts in turn, media, buttons that say words, pauses, hand-over."""

import json
import re
from typing import Literal

from engine.importers.naming import Names, shortened
from engine.importers.rapidpro.hiding import HIDDEN, without_secrets
from engine.importers.watson.cel import Cel, quoted
from engine.importers.watson.conversion import TO_DO, title_of, wish_of
from engine.importers.watson.flow import Flow
from engine.importers.watson.pieces import (
    Agent,
    Data,
    Media,
    Options,
    Pause,
    Piece,
    Strange,
    Texts,
)
from engine.importers.watson.remembering import forget
from engine.importers.watson.source import DialogNode
from engine.nodes.ask import Ask
from engine.nodes.handoff import Handoff
from engine.nodes.media import MediaNode
from engine.nodes.parts import MediaParams, OptionParams
from engine.nodes.say import Say
from engine.nodes.set import Set
from engine.nodes.wait import Wait
from engine.types.limits import LIMITS
from engine.types.value import Text

LINK = re.compile(r"<a\b[^>]*?href=[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
BREAK = re.compile(r"<br\s*/?>|</p>\s*<p>", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:b|i|u|p|em|strong|span|div|ul|li|ol|h\d|font|small)\b[^>]*>", re.IGNORECASE
)
# An expression that unsets a variable.
REMOVES = re.compile(r"<\?\s*context\.remove\([^()]*\)\s*;?\s*\?>")
WORDS = dict[str, Cel]
KINDS: dict[str, Literal["image", "audio", "video"]] = {"image": "image", "audio": "audio"}


class Speaker:
    """Draws what one dialog node says."""

    def __init__(
        self,
        flow: Flow,
        node: DialogNode,
        words: WORDS | None = None,
        wish: str = "",
        title: str = "",
    ) -> None:
        self.flow = flow
        self.node = node
        self.wish = wish or wish_of(node)
        self.title = title or title_of(node)
        self.words = words
        self.conversion = flow.conversion
        self._pause_ms: int | None = None

    def say(self, pieces: tuple[Piece, ...], *, waits: bool = False, when: str = "") -> None:
        """All pieces in a row. With `waits`, the next message goes on from here."""
        for at, piece in enumerate(pieces):
            if waits and at == len(pieces) - 1 and self._asks(piece):
                return
            self._draw(piece, when)
        forget(self.flow, self.node, when)
        if self._pause_ms:
            self._wait_out()
        if waits:
            self._ask({}, ())

    def _draw(self, piece: Piece, when: str) -> None:
        match piece:
            case Texts():
                self._texts(piece, when)
            case Media():
                self._media(piece, when)
            case Options():
                self._options(piece, when)
            case Pause(time_ms):
                self._pause_ms = (self._pause_ms or 0) + time_ms
            case Agent():
                self._agent(piece)
            case Data():
                self._data(piece, when)
            case Strange():
                self._strange(piece)

    def _asks(self, piece: Piece) -> bool:
        """Draws the last piece as the question that waits, where it is one text or a menu."""
        if isinstance(piece, Texts) and not piece.channels and len(piece.ways) == 1:
            if REMOVES.search(piece.ways[0]):
                return False
            self._ask(self.text(piece.ways[0]), ())
            return True
        if isinstance(piece, Options) and not piece.channels:
            self._ask(self.heading(piece), self.buttons(piece))
            return True
        return False

    def _ask(self, question: Text, options: tuple[OptionParams, ...]) -> None:
        self.flow.then(
            f"{self.wish}_answer" if not question else self.wish,
            "ask",
            Ask(
                question=question,
                variable="",
                type="any",
                options=options,
                retries=0,
                interrupts="never",
            ),
            title=self.title,
            pause_ms=self._taken_pause(),
        )

    def _texts(self, piece: Texts, when: str) -> None:
        ways = [self.text(one) for one in piece.ways]
        when = self._when(piece.channels, when)
        wish, title = self.wish, self.title
        if len(ways) == 1:
            say = Say(text=ways[0])
        elif piece.policy == "multiline":
            joined = "\n".join(words for one in ways for words in one.values())
            say = Say(text=self.conversion.text(joined))
        elif piece.policy == "random":
            say = Say(alternatives=tuple(ways))
        else:
            turn = self.conversion.drawing.names.take(f"{wish}_turn", "turn")
            described = f"Which of its texts the node {title!r} says next."
            counter = self.conversion.vocabulary.own(turn, described)
            say = Say(text=ways[0], alternatives=tuple(ways[1:]), in_turn=counter)
        self.flow.then(wish, "say", say, title=title, when=when, pause_ms=self._taken_pause())

    def _media(self, piece: Media, when: str) -> None:
        when = self._when(piece.channels, when)
        said = "\n".join(one for one in (piece.title, piece.description) if one.strip())
        wish, title = self.wish, self.title
        pause_ms = self._taken_pause()
        if piece.kind == "iframe":
            lines = "\n".join(one for one in (said, piece.url) if one)
            say = Say(text=self.text(lines))
            self.flow.then(wish, "say", say, title=title, when=when, pause_ms=pause_ms)
            self.conversion.differs(self.node, "an embedded page is a link here")
            return
        kind = KINDS.get(piece.kind, "video")
        url = self.conversion.words(self.node, piece.url, self.words)
        media = MediaParams(kind=kind, url=url, caption=self.text(said) if said else {})
        self.flow.then(
            f"{wish}_{kind}",
            "media",
            MediaNode(media=(media,)),
            title=title,
            when=when,
            pause_ms=pause_ms,
        )

    def _options(self, piece: Options, when: str) -> None:
        self.flow.then(
            self.wish,
            "say",
            Say(text=self.heading(piece), options=self.buttons(piece)),
            title=self.title,
            when=self._when(piece.channels, when),
            pause_ms=self._taken_pause(),
        )

    def heading(self, piece: Options) -> Text:
        said = "\n".join(one for one in (piece.title, piece.description) if one.strip())
        return self.text(said) if said else {}

    def buttons(self, piece: Options) -> tuple[OptionParams, ...]:
        conversion = self.conversion
        conversion.most_options = max(conversion.most_options, len(piece.options))
        names, found = Names(("other", "timeout")), list[OptionParams]()
        labels: set[str] = set()
        for one in piece.options:
            # Two buttons with one label are one choice to whoever types it.
            label = one.label if one.label.lower() not in labels else f"{one.label} ({len(found)})"
            labels.add(label.lower())
            short = shortened(label, LIMITS.option_chars * 3)
            conversion.longest_label = max(conversion.longest_label, len(short))
            says = self.text(one.says) if one.says != label else {}
            found.append(
                OptionParams(
                    id=names.take(one.label, "option", 50),
                    label=self.text(short),
                    says=says or self.text(short),
                )
            )
        return tuple(found)

    def _agent(self, piece: Agent) -> None:
        if piece.unavailable and piece.unavailable != piece.available:
            how = "what is said when nobody is there has no counterpart: the person waits"
            self.conversion.differs(self.node, how, "branch on agents.available before it")
        if piece.transfers:
            step = "name the queue in the node"
            self.conversion.differs(self.node, "the settings of the transfer are not taken", step)
        self.flow.then(
            f"{self.wish}_agent",
            "handoff",
            Handoff(
                text=self.text(piece.available) if piece.available else {},
                queue="default",
                note=self.conversion.words(self.node, piece.note, self.words),
            ),
            title=self.title,
        )

    def _data(self, piece: Data, when: str) -> None:
        """What the application was told is kept in a variable of that name.

        A value that only removes variables is the way in which they are unset there.
        """
        if isinstance(piece.value, str) and not REMOVES.sub("", piece.value).strip():
            self.conversion.value(self.node, piece.value, self.words)
            return
        variable = self.conversion.vocabulary.variable(piece.name)
        value = self.conversion.value(self.node, piece.value, self.words)
        self.flow.then(
            f"{self.wish}_{piece.name}",
            "set",
            Set(variables={variable: value}),
            title=f"{TO_DO}: tell the application {piece.name}",
            note="In Watson the application around the dialog acts on this.",
            when=when,
        )
        how = f"output.{piece.name}, which the application acts on, is kept in a variable"
        step = "tell your application by an http node behind it"
        self.conversion.account.approximate("responses", piece.name, self.node.place, how, step)
        self.conversion.differs(self.node, how, step)

    def _strange(self, piece: Strange) -> None:
        """What has no counterpart is kept as a note in a node marked for a person."""
        content = json.dumps(piece.content, ensure_ascii=False, indent=1, sort_keys=True)
        content = without_secrets(content, lambda _found: HIDDEN)
        self.flow.then(
            f"{self.wish}_{piece.kind}_to_do",
            "set",
            Set(),
            title=f"{TO_DO}: {piece.kind} of {self.title}",
            note=f"The source sends this to its channel or application:\n{content[:4000]}",
        )
        step = "draw what should happen in the node titled To do"
        why = f"{piece.kind!r} is only understood by the channel or application it was made for"
        self.conversion.account.unmapped("responses", piece.kind, self.node.place, why, step)
        self.conversion.differs(self.node, f"{piece.kind} is a node to be filled in", step)

    def text(self, words: str) -> Text:
        plain = BREAK.sub("\n", LINK.sub(_link, words))
        plain = TAG.sub("", plain)
        return self.conversion.text(self.conversion.words(self.node, plain, self.words))

    def _when(self, channels: tuple[str, ...], when: str) -> str:
        if not channels:
            return when
        names = ", ".join(quoted(one) for one in channels)
        self.conversion.differs(self.node, "said on some channels only, by Watson's names of them")
        return f"channel in [{names}]"

    def _taken_pause(self) -> int | None:
        pause, self._pause_ms = self._pause_ms, None
        return pause

    def _wait_out(self) -> None:
        """A pause after which the node says nothing more."""
        seconds = max(1, round((self._taken_pause() or 0) / 1000))
        self.flow.then(f"{self.wish}_pause", "wait", Wait(seconds=seconds))


def _link(match: re.Match[str]) -> str:
    """A link as words that any channel shows."""
    address, words = match[1], TAG.sub("", match[2]).strip()
    return address if words in {"", address} else f"{words} ({address})"
