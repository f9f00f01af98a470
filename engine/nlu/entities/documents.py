"""Numbers of identity and tax documents, told from other numbers by their check digits.

Spain's DNI, NIE and CIF, Brazil's CPF and CNPJ, Argentina's CUIT, Chile's RUT. The value is an
object with `kind` and `number`, the number without dots and dashes.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from engine.nlu.entities.protocol import Scene
from engine.types.reading import Entity
from engine.types.value import Value

_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_CIF_LETTERS = "JABCDEFGHI"
_FORMS: tuple[tuple[str, str], ...] = (
    ("dni", r"\d{1,2}\.?\d{3}\.?\d{3}[- ]?[A-Z]"),
    ("nie", r"[XYZ][- ]?\d{7}[- ]?[A-Z]"),
    ("cif", r"[A-HJNPQRSUVW][- ]?\d{7}[- ]?[0-9A-J]"),
    ("cnpj", r"\d{2}\.?\d{3}\.?\d{3}/?\d{4}-?\d{2}"),
    ("cpf", r"\d{3}\.?\d{3}\.?\d{3}-?\d{2}"),
    ("cuit", r"\d{2}[- ]?\d{8}[- ]?\d"),
    ("rut", r"\d{1,2}\.?\d{3}\.?\d{3}-[\dK]"),
)
_PATTERNS = tuple(
    (kind, re.compile(rf"(?<![\w.,/-])(?:{form})(?![\w/-]|[.,]\d)", re.IGNORECASE | re.ASCII))
    for kind, form in _FORMS
)
_DIGITS = re.compile(r"\d{2}.*\d{2}")


def find(scene: Scene) -> Iterator[Entity]:
    if not _DIGITS.search(scene.text):
        return
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(scene.text):
            number = re.sub(r"[^0-9A-Z]", "", match.group().upper())
            if _CHECKS[kind](number):
                value: Value = {"kind": kind, "number": number}
                yield Entity("document", value, match.start(), match.end())


def _dni(number: str) -> bool:
    return _LETTERS[int(number[:-1]) % 23] == number[-1]


def _nie(number: str) -> bool:
    return _dni(str("XYZ".index(number[0])) + number[1:])


def _cif(number: str) -> bool:
    digits = [int(digit) for digit in number[1:8]]
    odd = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2])
    check = -(odd + sum(digits[1::2])) % 10
    return number[-1] in (str(check), _CIF_LETTERS[check])


def _cpf(number: str) -> bool:
    digits = [int(digit) for digit in number]
    if len(set(digits)) == 1:
        return False
    return all(_eleven(digits[:size], range(size + 1, 1, -1)) == digits[size] for size in (9, 10))


def _cnpj(number: str) -> bool:
    digits = [int(digit) for digit in number]
    weights = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    if len(set(digits)) == 1:
        return False
    return all(_eleven(digits[:size], weights[13 - size :]) == digits[size] for size in (12, 13))


def _cuit(number: str) -> bool:
    digits = [int(digit) for digit in number]
    if number[:2] not in {"20", "23", "24", "25", "26", "27", "30", "33", "34"}:
        return False
    check = -sum(d * w for d, w in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False)) % 11
    return check == digits[10]


def _rut(number: str) -> bool:
    weighed = sum(int(d) * (2 + at % 6) for at, d in enumerate(reversed(number[:-1])))
    return "0123456789K"[-weighed % 11] == number[-1]


def _eleven(digits: Sequence[int], weights: Sequence[int]) -> int:
    """Brazil's check digit: what lacks to a multiple of 11, 0 where that has two digits."""
    return -sum(d * w for d, w in zip(digits, weights, strict=True)) % 11 % 10


_CHECKS: dict[str, Callable[[str], bool]] = {
    "dni": _dni, "nie": _nie, "cif": _cif, "cpf": _cpf, "cnpj": _cnpj, "cuit": _cuit, "rut": _rut,
}  # fmt: skip
