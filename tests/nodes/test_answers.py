"""What people answer, in three languages, and what it is taken for."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from node_talk import Talk

from engine.nodes.answers import READERS
from engine.nodes.ask import Ask
from engine.types.bot import EntityTable
from engine.types.event import Contact, Said
from engine.types.message import Media, Place
from engine.types.value import Value

ZONES = {
    "es": "Europe/Madrid",
    "es-MX": "America/Mexico_City",
    "es-PE": "America/Lima",
    "es-AR": "America/Argentina/Buenos_Aires",
    "en": "America/New_York",
    "en-GB": "Europe/London",
    "pt": "America/Sao_Paulo",
    "pt-PT": "Europe/Lisbon",
    "utc": "UTC",
}


def read(type_: str, where: str, text: str, *, table: str = "", **context: object) -> Value:
    language = "es" if where == "utc" else where.partition("-")[0]
    talk = Talk(language=language, time_zone=ZONES[where], **context)  # type: ignore[arg-type]
    question = Ask(question={"es": "?"}, variable="x", table=table)
    return READERS[type_](text, Said(t_us=talk.now_us, text=text), question, talk)


def cases(lines: str) -> list[tuple[str, str, str]]:
    """Rows of `where | text | expected`; expected `-` stands for an answer not understood."""
    rows = [line.split("|") for line in lines.strip().splitlines()]
    return [(where.strip(), text.strip(), wanted.strip()) for where, text, wanted in rows]


NUMBERS = """
es    | 25                      | 25
es    | tengo 25 años           | 25
es    | 1.234,56                | 1234.56
es    | 1.234                   | 1234
es    | 1,5                     | 1.5
es    | 2.5                     | 2.5
es    | 1.234.567               | 1234567
es    | 1 234 567               | 1234567
es    | veinticinco             | 25
es    | treinta y dos           | 32
es    | ciento veinte           | 120
es    | dos mil quinientos      | 2500
es    | 3 mil                   | 3000
es    | 2 millones              | 2000000
es    | menos 5                 | -5
es    | -5 grados               | -5
es    | un kilo                 | -
es    | una                     | 1
es    | entre 3 y 5             | -
es    | 3-4                     | -
es    | no sé                   | -
es    | 1.2.3                   | -
es-MX | 1,234.56                | 1234.56
es-MX | 1,234                   | 1234
es-MX | 1.500                   | 1.5
en    | 1,234.56                | 1234.56
en    | 1,234                   | 1234
en    | I have 3 children       | 3
en    | twenty-five             | 25
en    | one hundred and five    | 105
en    | two thousand            | 2000
en    | 2k                      | 2000
en    | minus 7                 | -7
en    | one two three           | -
en    | none                    | -
en    | about 15%               | 15
en    | 1e400                   | -
pt    | 1.234,56                | 1234.56
pt    | 10,5                    | 10.5
pt    | vinte e cinco           | 25
pt    | duzentos e quarenta     | 240
pt    | mil e quinhentos        | 1500
pt    | catorze                 | 14
pt    | são 4 pessoas           | 4
"""


@pytest.mark.parametrize(("where", "text", "wanted"), cases(NUMBERS))
def test_number(where: str, text: str, wanted: str) -> None:
    assert read("number", where, text) == (None if wanted == "-" else float(wanted))


AMOUNTS = """
es    | 20 euros                | 20 EUR
es    | 1.234,50 €              | 1234.5 EUR
es    | €15                     | 15 EUR
es    | 50                      | 50 EUR
es    | cincuenta dólares       | 50 USD
es    | US$ 100                 | 100 USD
es    | 30 USD                  | 30 USD
es    | USD30                   | 30 USD
es    | 50 céntimos             | -
es    | mucho                   | -
utc   | 50                      | 50 ?
es-MX | $1,500.00               | 1500 MXN
es-MX | 200 pesos               | 200 MXN
es-PE | S/ 35.90                | 35.9 PEN
es-PE | 35 soles                | 35 PEN
es-AR | 5000 pesos              | 5000 ARS
en    | $20                     | 20 USD
en    | twenty dollars          | 20 USD
en    | 1,000 bucks             | 1000 USD
en-GB | £9.99                   | 9.99 GBP
en-GB | 12 pounds               | 12 GBP
pt    | R$ 1.500,00             | 1500 BRL
pt    | 20 reais                | 20 BRL
pt-PT | 15 euros                | 15 EUR
pt    | cem dólares             | 100 USD
"""


@pytest.mark.parametrize(("where", "text", "wanted"), cases(AMOUNTS))
def test_amount(where: str, text: str, wanted: str) -> None:
    amount, _, currency = wanted.replace("?", "").partition(" ")
    expected = None if wanted == "-" else {"amount": float(amount), "currency": currency}
    assert read("amount", where, text) == expected


# Today is Monday 2026-11-23.
DATES = """
es    | hoy                              | 2026-11-23
es    | mañana                           | 2026-11-24
es    | mañana por la mañana             | 2026-11-24
es    | mañana a las 10 de la mañana     | 2026-11-24
es    | pasado mañana                    | 2026-11-25
es    | el martes                        | 2026-11-24
es    | el martes que viene              | 2026-11-24
es    | el próximo lunes                 | 2026-11-30
es    | el miércoles por la tarde        | 2026-11-25
es    | el martes de la semana que viene | 2026-12-01
es    | el viernes pasado                | 2026-11-20
es    | dentro de 3 días                 | 2026-11-26
es    | en dos semanas                   | 2026-12-07
es    | en un mes                        | 2026-12-23
es    | hace 2 días                      | 2026-11-21
es    | ayer                             | 2026-11-22
es    | 15 de marzo                      | 2027-03-15
es    | 15 de marzo de 2028              | 2028-03-15
es    | quiero el 12 de enero por favor  | 2027-01-12
es    | primero de mayo                  | 2027-05-01
es    | quince de abril                  | 2027-04-15
es    | treinta y uno de diciembre       | 2026-12-31
es    | 24/12                            | 2026-12-24
es    | 3/4/2027                         | 2027-04-03
es    | 12-1-27                          | 2027-01-12
es    | 5.6.1985                         | 1985-06-05
es    | 5/6/85                           | 1985-06-05
es    | 2027-03-15                       | 2027-03-15
es    | el 5                             | 2026-12-05
es    | el día 25                        | 2026-11-25
es    | el 5 del próximo mes             | 2026-12-05
es    | 29 de febrero                    | 2028-02-29
es    | martes 24 de noviembre           | 2026-11-24
es    | 31/02/2027                       | -
es    | 32 de enero                      | -
es    | la semana que viene              | -
es    | del 3 al 5 de enero              | -
es    | el lunes o el martes             | -
es    | cuando puedas                    | -
es    | hola                             | -
en    | today                            | 2026-11-23
en    | tomorrow                         | 2026-11-24
en    | tomorrow morning                 | 2026-11-24
en    | the day after tomorrow           | 2026-11-25
en    | next tuesday                     | 2026-11-24
en    | on friday                        | 2026-11-27
en    | Friday next week                 | 2026-12-04
en    | in 3 days                        | 2026-11-26
en    | two weeks from now               | 2026-12-07
en    | in a week                        | 2026-11-30
en    | 3 days ago                       | 2026-11-20
en    | March 15th                       | 2027-03-15
en    | March 15, 2028                   | 2028-03-15
en    | 15 March 2028                    | 2028-03-15
en    | the 5th of January               | 2027-01-05
en    | 3/4/2027                         | 2027-03-04
en    | 25/12/2026                       | 2026-12-25
en-GB | 3/4/2027                         | 2027-04-03
en    | the 5th                          | 2026-12-05
en    | last monday                      | 2026-11-16
en    | 2026-02-30                       | -
en    | whenever                         | -
en    | I may come                       | -
pt    | hoje                             | 2026-11-23
pt    | amanhã                           | 2026-11-24
pt    | amanhã de manhã                  | 2026-11-24
pt    | depois de amanhã                 | 2026-11-25
pt    | terça                            | 2026-11-24
pt    | próxima terça                    | 2026-11-24
pt    | terça-feira que vem              | 2026-11-24
pt    | na sexta à tarde                 | 2026-11-27
pt    | segunda-feira                    | 2026-11-30
pt    | quinta da semana que vem         | 2026-12-03
pt    | daqui a 3 dias                   | 2026-11-26
pt    | em duas semanas                  | 2026-12-07
pt    | 15 de março                      | 2027-03-15
pt    | primeiro de maio                 | 2027-05-01
pt    | 7/9/2027                         | 2027-09-07
pt    | dia 10                           | 2026-12-10
pt    | ontem                            | 2026-11-22
pt    | qualquer dia                     | -
"""


@pytest.mark.parametrize(("where", "text", "wanted"), cases(DATES))
def test_date(where: str, text: str, wanted: str) -> None:
    assert read("date", where, text) == (None if wanted == "-" else wanted)


def test_today_is_the_persons() -> None:
    late = int(datetime(2026, 11, 24, 2, 0, tzinfo=ZoneInfo("UTC")).timestamp()) * 1_000_000
    assert read("date", "pt", "hoje", now_us=late) == "2026-11-23"
    assert read("date", "es", "hoy", now_us=late) == "2026-11-24"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_in_digits_is_read_back(day: date) -> None:
    assert read("date", "es", f"{day.day}/{day.month}/{day.year}") == day.isoformat()
    assert read("date", "en", day.isoformat()) == day.isoformat()


@given(st.integers(0, 3000))
def test_days_ahead_are_counted(count: int) -> None:
    wanted = date(2026, 11, 23) + timedelta(count)
    if count:
        assert read("date", "pt", f"daqui a {count} dias") == wanted.isoformat()


TIMES = """
es | 15:30                      | 15:30
es | a las 15:30                | 15:30
es | 15h                        | 15:00
es | a las 10                   | 10:00
es | a las 3                    | 15:00
es | 3 de la tarde              | 15:00
es | a las 3 y media            | 15:30
es | las cinco y cuarto         | 17:15
es | las cinco menos cuarto     | 16:45
es | a las 9 de la mañana       | 09:00
es | nueve de la noche          | 21:00
es | a las 12 de la noche       | 00:00
es | mañana a las 10            | 10:00
es | a la una                   | 13:00
es | 3:30 p. m.                 | 15:30
es | 8 am                       | 08:00
es | mediodía                   | 12:00
es | medianoche                 | 00:00
es | 03:00                      | 03:00
es | 10                         | 10:00
es | a las 10 en punto          | 10:00
es | a las diez y veinte        | 10:20
es | 25:00                      | -
es | entre las 3 y las 5        | -
es | por la tarde               | -
es | cuando sea                 | -
en | 3pm                        | 15:00
en | 3:30 PM                    | 15:30
en | at 5                       | 17:00
en | half past three            | 15:30
en | quarter to nine            | 08:45
en | ten past six               | 18:10
en | 9 o'clock                  | 09:00
en | 9 in the morning           | 09:00
en | noon                       | 12:00
en | 12 am                      | 00:00
en | 12 pm                      | 12:00
en | 7 in the evening           | 19:00
en | three thirty               | 15:30
en | I don't know               | -
pt | 15h30                      | 15:30
pt | às 15h                     | 15:00
pt | às 9 da manhã              | 09:00
pt | 3 da tarde                 | 15:00
pt | três e meia da tarde       | 15:30
pt | quinze para as nove        | 08:45
pt | à uma da tarde             | 13:00
pt | meio-dia                   | 12:00
pt | meia-noite                 | 00:00
pt | às 8 da noite              | 20:00
pt | de tarde                   | -
"""


@pytest.mark.parametrize(("where", "text", "wanted"), cases(TIMES))
def test_time(where: str, text: str, wanted: str) -> None:
    assert read("time", where, text) == (None if wanted == "-" else wanted)


@given(st.times())
def test_every_time_of_24_hours_is_read_back(moment: object) -> None:
    assert read("time", "es", f"{moment:%H:%M}") == f"{moment:%H:%M}"


EMAILS = """
es | ana@example.com                     | ana@example.com
es | mi correo es Ana.Ruiz@Example.COM.  | Ana.Ruiz@example.com
en | it's bob+shop@mail.example.co.uk    | bob+shop@mail.example.co.uk
pt | joão@exemplo.com.br                 | joão@exemplo.com.br
es | ana@                                | -
es | ana@example                         | -
es | ana@@example.com                    | -
es | ana..ruiz@example.com               | -
es | a@example.com o b@example.com       | -
es | no tengo                            | -
"""


@pytest.mark.parametrize(("where", "text", "wanted"), cases(EMAILS))
def test_email(where: str, text: str, wanted: str) -> None:
    assert read("email", where, text) == (None if wanted == "-" else wanted)


PHONES = """
es    | 612 34 56 78             | +34612345678
es    | mi móvil es 612345678    | +34612345678
es    | +52 55 1234 5678         | +525512345678
es-MX | 55 1234 5678             | +525512345678
es-PE | 912 345 678              | +51912345678
en    | (212) 555-0123           | +12125550123
en-GB | 020 7946 0018            | +442079460018
pt    | (11) 96123-4567          | +5511961234567
pt-PT | 912 345 678              | +351912345678
es    | 123                      | -
es    | no                       | -
es    | 612345678 o 698765432    | -
"""


@pytest.mark.parametrize(("where", "text", "wanted"), cases(PHONES))
def test_phone(where: str, text: str, wanted: str) -> None:
    assert read("phone", where, text) == (None if wanted == "-" else wanted)


def test_a_persons_own_number_tells_the_country() -> None:
    contact = Contact(phone="+51987654321")
    assert read("phone", "es", "912 345 678", contact=contact) == "+51912345678"


YES_NO = """
es | sí                        | yes
es | Si                        | yes
es | siii                      | yes
es | sí, claro                 | yes
es | sí por favor              | yes
es | claro que sí              | yes
es | dale                      | yes
es | de acuerdo                | yes
es | 👍                        | yes
es | no                        | no
es | nooo                      | no
es | no, gracias               | no
es | no gracias                | no
es | claro que no              | no
es | para nada                 | no
es | 👎🏽                        | no
es | no sé                     | -
es | no me llegó el pedido que hice ayer | -
es | si pudiera ir el lunes    | -
es | quizás                    | -
es | hola                      | -
en | yes                       | yes
en | Yeah!                     | yes
en | yes please                | yes
en | sure, go ahead            | yes
en | of course                 | yes
en | no                        | no
en | nope                      | no
en | no thanks                 | no
en | not really                | no
en | I don't know              | -
en | maybe                     | -
en | no idea                   | -
en | yes but not today         | -
pt | sim                       | yes
pt | com certeza               | yes
pt | isso mesmo                | yes
pt | é sim                     | yes
pt | tenho sim                 | yes
pt | pode ser                  | yes
pt | não                       | no
pt | nao obrigado              | no
pt | não, obrigada             | no
pt | de jeito nenhum           | no
pt | não sei                   | -
pt | talvez                    | -
"""


@pytest.mark.parametrize(("where", "text", "wanted"), cases(YES_NO))
def test_yes_no(where: str, text: str, wanted: str) -> None:
    assert read("yes_no", where, text) is {"yes": True, "no": False, "-": None}[wanted]


BRANCHES = EntityTable(
    columns=("branch", "synonyms", "city"),
    rows=(
        ("Clínica Centro", "la del centro; Gran Vía", "Madrid"),
        ("Clínica Miraflores", "", "Lima"),
        ("Centro Comercial Norte", "CC Norte", "Madrid"),
        ("San Isidro", "", "Lima"),
        ("San Isidro Sur", "", "Lima"),
        (7, "", "Lima"),
    ),
)
ENTITIES = """
es | Clínica Centro                       | Clínica Centro
es | clinica centro                       | Clínica Centro
es | la del centro                        | Clínica Centro
es | quiero ir a gran via por favor       | Clínica Centro
es | miraflores                           | Clínica Miraflores
es | clinica mirafores                    | Clínica Miraflores
es | en el CC norte                       | Centro Comercial Norte
es | San Isidro                           | San Isidro
es | la de san isidro sur                 | San Isidro Sur
es | centro                               | -
es | clinica                              | -
es | Gran Vía o San Isidro                | -
es | xyz                                  | -
es | quiero una pizza                     | -
es | 7                                    | 7
"""


@pytest.mark.parametrize(("where", "text", "wanted"), cases(ENTITIES))
def test_entity(where: str, text: str, wanted: str) -> None:
    row = read("entity", where, text, table="branches", tables={"branches": BRANCHES})
    assert (str(row["branch"]) if isinstance(row, dict) else "-") == wanted


def test_an_entity_is_its_whole_row() -> None:
    row = read("entity", "es", "miraflores", table="b", tables={"b": BRANCHES})
    assert row == {"branch": "Clínica Miraflores", "synonyms": "", "city": "Lima"}


def test_places_and_files() -> None:
    talk, question = Talk(), Ask(question={"es": "?"}, variable="x")
    place = Said(t_us=0, place=Place(-12.1, -77.0, name="Casa"))
    nowhere = Said(t_us=0, place=Place(91.0, 0.0))
    photo = Said(t_us=0, media=(Media("image", "https://example.com/a.jpg", mime="image/jpeg"),))
    wanted = {"latitude": -12.1, "longitude": -77.0, "name": "Casa", "address": ""}
    assert READERS["location"]("", place, question, talk) == wanted
    assert READERS["location"]("", nowhere, question, talk) is None
    assert READERS["location"]("Lima", Said(t_us=0, text="Lima"), question, talk) is None
    file = READERS["file"]("", photo, question, talk)
    assert isinstance(file, dict)
    assert file["url"] == "https://example.com/a.jpg"
    assert READERS["file"]("no tengo", Said(t_us=0, text="no tengo"), question, talk) is None


@given(
    st.sampled_from(sorted(READERS)),
    st.sampled_from(sorted(ZONES)),
    st.one_of(st.text(max_size=60), st.from_regex(r"[0-9:/.,hapm $+@-]{1,20}")),
)
def test_no_text_makes_a_reader_fail(type_: str, where: str, text: str) -> None:
    value = read(type_, where, text, table="branches", tables={"branches": BRANCHES})
    assert value is None or value == read(
        type_, where, text, table="branches", tables={"branches": BRANCHES}
    )
