"""An e-mail address, alone or within a sentence; its domain in lower case."""

import re

from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value

# A sentence's own punctuation may follow the address, so that a last dot is not part of it.
_ADDRESS = re.compile(
    r"(?<![\w.+@-])([\w!#$%&'*+/=?^`{|}~-]{1,64}(?:\.[\w!#$%&'*+/=?^`{|}~-]{1,64})*)"
    r"@((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63})(?![\w@-])"
)


def read(text: str, _said: Said, _question: Question, _context: Context) -> Value:
    found = {f"{name}@{domain.lower()}" for name, domain in _ADDRESS.findall(text[:1000])}
    address = found.pop() if len(found) == 1 else ""
    return address if 0 < len(address) <= 254 else None
