"""A runtime with everything around it: store, bundles, channels, the ways into the world."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.project.bundle import open_bundle
from engine.project.replace import replace_files
from engine.runtime.deliveries.table import open_deliveries
from engine.runtime.egress.options import Egress
from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.runtime.runtime import Runtime
from engine.runtime.secrets import Secrets
from engine.service.settings import Settings
from engine.service.ways import channels_of
from engine.stores.sqlite import SqliteStore
from engine.types.issue import TertuliaError

log = logging.getLogger("tertulia.host")


@contextmanager
def open_runtime(content: bytes, settings: Settings) -> Iterator[Runtime]:
    """A runtime for a bundle (its bytes) on the store that the settings name.

    Bundles are kept beside the store, for the sessions that began with them.
    """
    bundle = open_bundle(content)
    bundles = settings.beside_store("bundles")
    loaded = load(bundle.project, bundle.models, bundle.id)
    path = Path(settings.store)
    path.parent.mkdir(parents=True, exist_ok=True)
    store = SqliteStore(path)
    try:
        keep(bundles, bundle.id, content)
        secrets = Secrets(Path(settings.secrets_folder) if settings.secrets_folder else None)
        egress = Egress(
            allow=settings.egress_allow,
            ports=settings.egress_ports,
            ca_file=settings.egress_ca_file,
        )
        yield Runtime(
            store,
            loaded,
            channels=channels_of(settings, secrets.get),
            deliveries=open_deliveries(path.parent, egress),
            secrets=secrets,
            find=finder(bundles),
        )
    finally:
        store.close()


def keep(folder: Path, bundle_id: str, content: bytes) -> None:
    """Keeps a bundle under its id."""
    path = folder / f"{bundle_id}.bot"
    if not path.exists():
        replace_files({path: content}, folder.parent)


def finder(folder: Path) -> Callable[[str], Loaded | None]:
    """Finds a kept bundle by its id; None where it is gone or cannot be read."""

    def find(bundle_id: str) -> Loaded | None:
        try:
            bundle = open_bundle(folder / f"{bundle_id}.bot")
            return load(bundle.project, bundle.models, bundle.id)
        except TertuliaError as problem:
            log.warning("bundle is gone", extra={"bundle": bundle_id, "problem": str(problem)})
            return None

    return find
