"""A real server of a tiny bot on a free port, in a thread of the test's own process."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from tiny_bot import loaded

from engine.channels.protocol import Channel
from engine.runtime.loaded import Loaded
from engine.runtime.options import Options
from engine.runtime.runtime import Runtime
from engine.service.api.keys import create_key
from engine.service.serve import Server, config_of, listen
from engine.service.settings import Settings
from engine.service.ways import channels_of
from engine.stores.memory import MemoryStore
from engine.stores.protocol import Store

Client = httpx.Client


class Service:
    """A running service: its address, settings and runtime."""

    def __init__(self, base: str, settings: Settings, runtime: Runtime) -> None:
        self.base, self.settings, self.runtime = base, settings, runtime
        self.http = httpx.Client(base_url=base, timeout=20)

    @property
    def socket_url(self) -> str:
        """The webchat's socket."""
        return self.base.replace("http", "ws") + "/webchat/ws"

    def session(self, **ask: str) -> dict[str, Any]:
        """A new webchat session."""
        answer = self.http.post("/webchat/sessions", json=ask)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def key(self, *scopes: str) -> dict[str, str]:
        """Headers with a new API key."""
        path = self.settings.beside_store("keys.json")
        key = create_key(path, "test", *([scopes] if scopes else []))
        return {"Authorization": f"Bearer {key}"}


Start = Callable[..., Service]


@contextmanager
def running(
    folder: Path,
    ways: dict[str, Channel] | None = None,
    bot: Loaded | None = None,
    store: Store | None = None,
    **changes: Any,
) -> Iterator[Service]:
    """A service of a bot, by default the tiny one, whose files lie in a folder."""
    settings = Settings(port=0, store=str(folder / "store.sqlite"), stop_timeout_s=5, **changes)
    ways = ways or channels_of(settings, lambda name: f"value of {name}")
    runtime = Runtime(
        store or MemoryStore(), bot or loaded(), ways, options=Options(first_retry_s=0.05)
    )
    listener = listen(settings)
    addresses: queue.Queue[str] = queue.Queue()
    server = Server(runtime, config_of(runtime, settings), addresses.put)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    service = Service(addresses.get(timeout=20).rstrip("/"), settings, runtime)
    try:
        yield service
    finally:
        service.http.close()
        server.should_exit = True
        thread.join(20)
        listener.close()
        assert not thread.is_alive()
