"""Yes or no, in Spanish, English or Portuguese; the value is true or false."""

import re

from engine.expressions.folding import fold
from engine.nodes.answers.protocol import Question
from engine.nodes.protocol import Context
from engine.types.event import Said
from engine.types.value import Value

_YES = """si;sip;sep;simon;claro;claro que si;por supuesto;desde luego;obvio;dale;vale;de acuerdo;
correcto;cierto;asi es;eso es;exacto;exactamente;afirmativo;confirmo;confirmado;acepto;esta bien;
bueno;perfecto;de una;como no;ya;listo;sin duda;eso mismo;me parece bien;si quiero;quiero;
yes;yep;yeah;yup;ye;y;sure;of course;ok;okay;okey;oki;k;right;correct;indeed;absolutely;definitely;
affirmative;certainly;agreed;i do;i am;i agree;i accept;that is right;thats right;sounds good;fine;
true;go ahead;why not;please do;
sim;s;isso;isso mesmo;claro que sim;com certeza;certo;pois;pois sim;tudo bem;beleza;pode ser;pode;
aceito;concordo;e sim;
sou sim;tenho sim;quero;quero sim;exato;exatamente;positivo;fechado;combinado;ta bom;ta;uhum;aham"""
_NO = """no;nop;nope;n;para nada;de ninguna manera;de ningun modo;claro que no;por supuesto que no;
nunca;jamas;negativo;incorrecto;en absoluto;tampoco;mejor no;todavia no;aun no;ahora no;no quiero;
rechazo;nel;ni hablar;que va;no acepto;no gracias;
nah;na;not really;no way;never;not at all;of course not;not now;not yet;i do not;i dont;i am not;
no thanks;no thank you;negative;wrong;incorrect;false;id rather not;rather not;
nao;nao quero;claro que nao;de jeito nenhum;de modo nenhum;nunca mais;jamais;ainda nao;agora nao;
negativa;errado;nem pensar;nao obrigado;nao obrigada;nao aceito;melhor nao;nao mesmo"""
_UNSURE = """no se;no lo se;no estoy segur;no entiendo;no entendi;ni idea;depende;quizas;tal vez;
i do not know;i dont know;dont know;not sure;no idea;maybe;perhaps;it depends;depends;
nao sei;nao tenho certeza;nao entendi;talvez;sei la;nao faco ideia"""
_SIGNS = {"👍": True, "👌": True, "✅": True, "✔": True, "🙆": True, "👎": False, "❌": False}
_WORDS_AFTER = 2
_WORD = re.compile(r"\w+")
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
_NEGATION = frozenset(
    {"no", "not", "nao", "nunca", "never", "jamas", "jamais", "pero", "but", "mas"}
)


def read(text: str, _said: Said, _question: Question, _context: Context) -> Value:
    if (sign := text.strip()[:1]) in _SIGNS:
        return _SIGNS[sign]
    # "siiii" and "nooo" are said as they are meant.
    folded = _DRAWN_OUT.sub(r"\1", fold(text).replace("'", "").replace("\u2019", "")).strip()
    words = " ".join(_WORD.findall(folded))
    if not words or words.startswith(_UNSURE_PHRASES):
        return None
    if words in _ANSWERS:
        return _ANSWERS[words]
    return _beginning(folded)


def _beginning(folded: str) -> bool | None:
    """What the first words say, where little follows or a pause parts them from the rest."""
    first, pause, after = _parted(folded)
    if pause and first in _ANSWERS:
        return None if _ANSWERS[first] and _NEGATION & set(after) else _ANSWERS[first]
    words = _WORD.findall(folded)
    for count in range(min(len(words), 4), 0, -1):
        said, rest = " ".join(words[:count]), words[count:]
        if said in _ANSWERS and len(rest) <= _WORDS_AFTER:
            return None if _ANSWERS[said] and _NEGATION & set(rest) else _ANSWERS[said]
    return None


def _parted(folded: str) -> tuple[str, bool, list[str]]:
    parts = re.split(r"[,.;!:]", folded.lstrip("¡!¿ "), maxsplit=1)
    first = " ".join(_WORD.findall(parts[0]))
    return first, len(parts) > 1, _WORD.findall(parts[1]) if len(parts) > 1 else []


def _phrases(lines: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in lines.split(";"))


_ANSWERS = dict.fromkeys(_phrases(_YES), True) | dict.fromkeys(_phrases(_NO), False)
_UNSURE_PHRASES = _phrases(_UNSURE)
