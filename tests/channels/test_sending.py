"""The runner of adapters: parts that are sent once, the pace, and what is kept out of errors."""

import asyncio
from collections.abc import Sequence
from itertools import count

import msgspec
from adapters_data import data_of

from engine.channels.pace import Bucket, Pace
from engine.channels.protocol import Answer, Call
from engine.channels.sending import Sender
from engine.types.capability import Capability
from engine.types.message import Media, Message
from engine.types.post import Outgoing

THREE = Message(media=tuple(Media("image", f"https://example.com/{at}.png") for at in range(3)))


class Provider:
    """Answers with what it is given, then with success."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[Call] = []
        self.taken: list[str] = []
        self._ids = count(1)

    async def ask(self, call: Call, most_bytes: int = 0) -> Answer:
        self.asked.append(call)
        answer = self.answers.pop(0) if self.answers else ok(next(self._ids))
        if answer.status == 200:
            self.taken.append(msgspec.json.decode(call.body)["image"]["link"][-5:])
        return answer

    async def close(self) -> None: ...


def ok(number: int) -> Answer:
    return Answer(200, body=msgspec.json.encode({"messages": [{"id": f"w{number}"}]}))


def refused(code: int, words: str = "no") -> Answer:
    error = {"error": {"code": code, "message": words}}
    return Answer(400, body=msgspec.json.encode(error))


def outgoing(key: str = "k", message: Message = THREE) -> Outgoing:
    return Outgoing(1, key, "whatsapp", "whatsapp:5491155550000", message)


def sender(provider: Provider, **more) -> Sender:
    return Sender(data_of("whatsapp").adapter("whatsapp"), provider, **more)


def test_parts_that_were_sent_are_not_sent_again() -> None:
    provider = Provider(ok(1), Answer(503), ok(2), Answer(0), ok(3))
    one = sender(provider)

    async def send() -> list[str]:
        return [(await one.send(outgoing())).status for _ in range(3)]

    assert asyncio.run(send()) == ["retry", "retry", "sent"]
    assert provider.taken == ["0.png", "1.png", "2.png"]


def test_the_id_is_the_last_parts_and_another_message_begins_anew() -> None:
    provider = Provider()
    one = sender(provider)

    async def send() -> list[str]:
        return [(await one.send(outgoing(key))).external_id for key in ("a", "b")]

    assert asyncio.run(send()) == ["w3", "w6"]


def test_a_refusal_ends_a_message_and_says_which_part() -> None:
    provider = Provider(ok(1), refused(131026, "undeliverable"))
    sent = asyncio.run(sender(provider).send(outgoing()))
    assert sent.status == "refused"
    assert sent.error.startswith("part 2 of 3: 131026: undeliverable")
    assert len(provider.asked) == 2


def test_a_person_who_wants_no_messages_stops_them() -> None:
    sent = asyncio.run(sender(Provider(refused(131050))).send(outgoing()))
    assert sent.status == "stopped"


def test_secrets_are_kept_out_of_errors() -> None:
    provider = Provider(refused(100, "token access token of the tests"))

    def redact(text: str) -> str:
        return text.replace("access token of the tests", "[secret]")

    sent = asyncio.run(sender(provider, redact=redact).send(outgoing()))
    assert sent.error == "part 1 of 3: 100: token [secret]"


def waits(capability: Capability, contacts: Sequence[str]) -> list[float]:
    """How long each message in a row waits, on a clock of its own."""
    now = [0.0]
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        now[0] += seconds
        slept.append(seconds)

    async def run() -> list[float]:
        pace = Pace(capability, lambda: now[0], sleep)
        for contact in contacts:
            slept.append(0.0)
            before = now[0]
            await pace.turn(contact)
            slept[:] = slept[: len(slept)]
            times.append(now[0] - before)
        return times

    times: list[float] = []
    return [round(each, 6) for each in asyncio.run(run())]


def test_a_contact_gets_a_burst_and_then_one_by_one() -> None:
    capability = Capability(contact_per_s=1 / 6, contact_burst=45)
    assert waits(capability, ["ana"] * 48) == [0.0] * 45 + [6.0] * 3
    assert waits(capability, ["ana", "bob"] * 45) == [0.0] * 90


def test_the_channel_has_its_own_rate() -> None:
    found = waits(Capability(per_s=80), [str(at) for at in range(100)])
    assert found == [0.0] * 80 + [1 / 80] * 20


def test_without_bounds_nobody_waits() -> None:
    assert waits(Capability(), ["ana"] * 1000) == [0.0] * 1000


def test_who_comes_together_queues_up() -> None:
    bucket = Bucket(2, 1, 0.0)
    assert [bucket.take(0.0) for _ in range(4)] == [0.0, 0.5, 1.0, 1.5]
    assert bucket.take(10.0) == 0.0


def test_who_is_held_up_is_counted_while_it_lasts() -> None:
    async def run() -> list[int]:
        go = asyncio.Event()
        pace = Pace(Capability(per_s=1), lambda: 0.0, lambda _seconds: go.wait())
        tasks = [asyncio.create_task(pace.turn("ana")) for _ in range(3)]
        await asyncio.sleep(0)
        held = [pace.waiting]
        go.set()
        await asyncio.gather(*tasks)
        return [*held, pace.waiting]

    assert asyncio.run(run()) == [2, 0]
