"""A whole conversation on Telegram over HTTP: against a fake (ours) whose calls are judged by
Telegram's specification, and against a server that we did not write."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fake_telegram import CHAT, PERSON, PICTURE, TOKEN, FakeTelegram, running_telegram
from running_service import Service, running

from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.runtime.secrets import Secrets
from engine.service.settings import Settings
from engine.service.ways import channels_of
from engine.types.bot import Bot, Node, Project, Topic, Variable
from tests.channels.telegram.specification import Specification, specification_in

CONVERSATION = "telegram:42"
TEN = [f"Trámite {number}" for number in range(1, 11)]
# Longer, with its node's name, than what Telegram lets a key send back.
LONG = "t10_" + "x" * 56
PACKAGE = "telegram-test-api@4.2.1"
PEER = """
const TelegramServer = require('telegram-test-api');
const [port] = process.argv.slice(2).map(Number);
new TelegramServer({port, host: '127.0.0.1'}).start().then(() => console.log('ready'));
"""


def bot() -> Loaded:
    ids = [*(f"t{at}" for at in range(1, 10)), LONG]
    options = [{"id": id_, "label": {"es": label}} for id_, label in zip(ids, TEN, strict=True)]
    media = [
        {"kind": "image", "url": "https://example.com/a.png", "caption": {"es": "El **mapa**"}},
        {"kind": "image", "url": "https://example.com/b.png"},
        {"kind": "audio", "url": "https://example.com/a.ogg"},
    ]
    nodes = {
        "startup": Node("intent", edges={"next": "menu"}),
        "menu": Node(
            "choices",
            params={"text": {"es": "¿Qué **trámite**?"}, "options": options},
            edges=dict.fromkeys(ids, "sorry") | {LONG: "files"},
        ),
        "files": Node("media", params={"media": media}, edges={"next": "where"}),
        "where": Node(
            "location",
            params={"text": {"es": "¿Dónde vive?"}, "variable": "home"},
            edges={"next": "bye"},
        ),
        "bye": Node("say", params={"text": {"es": "Listo, ${home.name}"}}),
        "sorry": Node("say", params={"text": {"es": "No entendí"}}),
        "not_understood": Node("intent", edges={"next": "sorry"}),
    }
    shop = Bot(
        id="city",
        name="City",
        languages=("es",),
        channels=("telegram",),
        variables={"home": Variable("object")},
        topics={"main": Topic(nodes=nodes)},
    )
    return load(Project(name="City", bots={"city": shop}), {}, "b1")


def settings(base: str, **more: Any) -> dict[str, Any]:
    table = {"language": "es", "server": base, **more}
    return {"channels": {"telegram": table}, "egress_allow": (urlsplit(base).netloc,)}


@pytest.fixture(scope="module")
def specification(shared: Path) -> Specification:
    """Telegram's own description of its calls."""
    return specification_in(shared)


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with running_telegram() as one:
        yield one


@pytest.fixture(params=["webhook", "polling"])
def service(
    request: pytest.FixtureRequest, telegram: FakeTelegram, tmp_path: Path
) -> Iterator[Service]:
    with running(tmp_path, bot=bot(), **settings(telegram.base, updates=request.param)) as one:
        if request.param == "webhook":
            hook = f"{one.base}/channels/telegram"
            telegram.hook = {"url": hook, "secret_token": "value of telegram-webhook"}
        yield one


def until(condition: Callable[[], object], timeout_s: float = 15) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def statuses(service: Service) -> list[str]:
    rows = service.runtime.store.messages(CONVERSATION)
    return [row.status for row in rows if row.direction == "out"]


def test_a_conversation_from_ten_buttons_to_a_place(
    service: Service, telegram: FakeTelegram, specification: Specification
) -> None:
    telegram.say(text="/start")
    method, menu = telegram.next()
    assert method == "sendMessage"
    assert (menu["text"], menu["entities"][0]["type"]) == ("¿Qué trámite?", "bold")
    keys = [key for row in menu["reply_markup"]["inline_keyboard"] for key in row]
    assert [key["text"] for key in keys] == TEN
    assert keys[0]["callback_data"] == "menu:t1"
    telegram.press(menu, "Trámite 10")
    method, album = telegram.next()
    assert method == "sendMediaGroup"
    assert [one["media"] for one in album["media"]] == [
        "https://example.com/a.png",
        "https://example.com/b.png",
    ]
    assert telegram.next()[0] == "sendAudio"
    _, where = telegram.next()
    assert where["reply_markup"]["keyboard"][0][0]["request_location"] is True
    telegram.say(location={"latitude": -34.6, "longitude": -58.4}, venue={"title": "Casa"})
    _, bye = telegram.next()
    assert bye["text"] == "Listo, Casa"
    assert bye["reply_markup"] == {"remove_keyboard": True}
    until(lambda: statuses(service) == ["sent"] * 4)
    for method, fields in telegram.calls:
        assert not specification.problems(method, fields)
    methods = [method for method, _ in telegram.calls]
    assert methods.count("answerCallbackQuery") == 1
    assert methods.count("sendChatAction") == 2


def test_a_press_on_an_old_menu_is_known_after_a_restart(
    telegram: FakeTelegram, tmp_path: Path
) -> None:
    """The short id is looked up in history: no memory of the process is needed for it."""
    from engine.stores.sqlite import SqliteStore

    @contextmanager
    def serve() -> Iterator[None]:
        with closing(SqliteStore(tmp_path / "kept.sqlite")) as store:
            store.claim()
            more = settings(telegram.base, updates="polling")
            with running(tmp_path, bot=bot(), store=store, **more):
                yield

    with serve():
        telegram.say(text="hola")
        _, menu = telegram.next()
    with serve():
        telegram.press(menu, "Trámite 10")
        assert telegram.next()[0] == "sendMediaGroup"


def test_a_picture_of_the_person_is_kept(service: Service, telegram: FakeTelegram) -> None:
    telegram.say(photo=[{"file_id": "F1", "width": 9, "height": 9, "file_size": 2000}])
    telegram.next()
    (row,) = [one for one in service.runtime.store.messages(CONVERSATION) if one.direction == "in"]
    (media,) = json.loads(row.content)["media"]
    kept = service.http.get(urlsplit(media["url"]).path)
    assert (kept.content, kept.headers["content-type"]) == (PICTURE, "image/jpeg")


def test_what_comes_twice_counts_once(service: Service, telegram: FakeTelegram) -> None:
    update = {"message": {"message_id": 1, "date": 1, "from": PERSON, "chat": CHAT, "text": "hola"}}
    telegram.tell(**update)
    telegram.updates -= 1
    telegram.tell(**update)
    telegram.next()
    until(lambda: service.runtime.counts().inbox_waiting == 0)
    rows = service.runtime.store.messages(CONVERSATION)
    assert [row.direction for row in rows] == ["in", "out"]


def test_busy_is_tried_again_and_blocked_is_not(service: Service, telegram: FakeTelegram) -> None:
    telegram.refusals = [
        {"error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}},
        {"error_code": 500, "description": "Internal Server Error"},
    ]
    telegram.say(text="hola")
    assert telegram.next()[1]["text"] == "¿Qué trámite?"
    telegram.refusals = [
        {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    ]
    telegram.say(text="otra cosa")
    until(lambda: statuses(service)[-1:] == ["failed"])
    assert telegram.shown.empty()


def test_no_secret_stands_in_errors(telegram: FakeTelegram, tmp_path: Path) -> None:
    values = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK": "hook"}
    secrets = Secrets(environment={f"TERTULIA_SECRET_{name}": one for name, one in values.items()})
    given = settings(telegram.base, updates="polling")
    ways = channels_of(Settings(**given), secrets.get, secrets.redact)
    with running(tmp_path, ways, bot(), **given) as service:
        telegram.refusals = [{"error_code": 400, "description": f"cannot take {TOKEN} so"}]
        telegram.say(text="hola")
        until(service.runtime.store.letters)
        (letter,) = service.runtime.store.letters()
    assert letter.error == "cannot take [secret] so"


def test_only_telegram_is_heard(service: Service) -> None:
    url = f"{service.base}/channels/telegram"
    for secret in ("", "wrong", "value of telegram-webhooK"):
        answer = httpx.post(
            url, json={"update_id": 1}, headers={"X-Telegram-Bot-Api-Secret-Token": secret}
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "bad-signature")
    assert httpx.post(f"{service.base}/channels/other", json={}).status_code == 404


def test_telegram_is_told_our_address(telegram: FakeTelegram, tmp_path: Path) -> None:
    with running(tmp_path, bot=bot(), **settings(telegram.base, url="https://bots.example/")):
        until(lambda: telegram.hook)
    assert telegram.hook["url"] == "https://bots.example/channels/telegram"
    assert telegram.hook["secret_token"] == "value of telegram-webhook"
    assert "callback_query" in telegram.hook["allowed_updates"]


@pytest.fixture(scope="session")
def peer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a Telegram server that others wrote, installed."""
    if not shutil.which("npm") or not shutil.which("node"):
        pytest.skip("node and npm are not installed here")
    folder = tmp_path_factory.mktemp("peer")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", PACKAGE]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not install {PACKAGE} in time")
    if done.returncode:
        pytest.skip(f"npm did not install {PACKAGE}")
    (folder / "peer.js").write_text(PEER)
    return folder


@pytest.fixture
def peer(peer_folder: Path) -> Iterator[str]:
    """The address of that server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["node", "peer.js", str(port)]
    with subprocess.Popen(command, cwd=peer_folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == "ready"
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def test_a_server_that_others_wrote_takes_our_calls(peer: str, tmp_path: Path) -> None:
    token = "value%20of%20telegram-token"

    def seen() -> list[Any]:
        asked = {"token": "value of telegram-token", "chatId": 42}
        return httpx.post(f"{peer}/getUpdates", json=asked).json()["result"]

    def wait() -> Any:
        found: list[Any] = []
        until(lambda: found.extend(seen()) or found)
        return found[0]["message"]

    assert httpx.post(f"{peer}/bot{token}/getMe").status_code == 200
    with running(tmp_path, bot=bot(), **settings(peer, updates="polling")):
        basic = {"botToken": "value of telegram-token", "from": PERSON, "chat": CHAT}
        httpx.post(f"{peer}/sendMessage", json={**basic, "date": time.time(), "text": "hola"})
        menu = wait()
        assert menu["text"] == "¿Qué trámite?"
        keys = [key for row in menu["reply_markup"]["inline_keyboard"] for key in row]
        pressed = {"chat": CHAT, "message_id": 1, "reply_markup": menu["reply_markup"]}
        httpx.post(
            f"{peer}/sendCallback",
            json={**basic, "message": pressed, "data": keys[0]["callback_data"]},
        )
        assert wait()["text"] == "No entendí"
