"""A runtime with everything around it: store, bundles, channels, the ways into the world."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from engine.fronts.opening import open_front
from engine.fronts.protocol import Front
from engine.project.bundle import open_bundle
from engine.runtime.clock import RealClock
from engine.runtime.deliveries.table import open_deliveries
from engine.runtime.loaded import Loaded
from engine.runtime.loading import load
from engine.runtime.options import Options
from engine.runtime.runtime import Runtime
from engine.runtime.secrets import Secrets
from engine.service.figures import figures_of
from engine.service.publications import Publication, Publications
from engine.service.settings import Settings
from engine.service.shelves import shelf_of
from engine.service.ways import channels_of, egress_of
from engine.stores.opening import open_store

log = logging.getLogger("tertulia.host")


@contextmanager
def open_runtime(content: bytes, settings: Settings) -> Iterator[Runtime]:
    """A runtime for a bundle (its bytes) on the store that the settings name.

    Bundles are kept beside the store, for the sessions that began with them. Where a later one
    was published there since, that one is current.
    """
    bundle = open_bundle(content)
    given = load(bundle.project, bundle.models, bundle.id)
    store = open_store(address_of(settings), settings.tenant, settings.store_replica)
    try:
        publications = Publications(shelf_of(settings, store))
        loaded = begin(publications, given, content)
        secrets = Secrets(Path(settings.secrets_folder) if settings.secrets_folder else None)
        yield Runtime(
            store,
            loaded,
            channels=channels_of(settings, secrets.get, secrets.redact),
            deliveries=open_deliveries(
                settings.folder, egress_of(settings), measure=figures_of(settings).number
            ),
            secrets=secrets,
            find=publications.find,
            options=Options(history_days=settings.history_days),
            front=_front_of(settings, secrets),
            trial=publications.trial(),
        )
    finally:
        store.close()


def _front_of(settings: Settings, secrets: Secrets) -> Front | None:
    if not settings.front:
        return None
    secret = secrets.get(settings.front_secret) if settings.front_secret else ""
    return open_front(settings.front, settings.tenant, settings.front_replicas, secret)


def address_of(settings: Settings) -> str:
    """The store's name: the one that was set, or where the directory says that the tenant lives."""
    if not settings.directory:
        return settings.store
    from engine.stores.postgres import tenants

    return tenants.address_of(settings.directory, settings.tenant)


def begin(publications: Publications, given: Loaded, content: bytes) -> Loaded:
    """The bundle to begin with: the one that is given, if another was given the last time, else
    the current one, which may have been published since."""
    starts = [row.bundle for row in publications.rows() if row.how == "start"]
    publications.keep(given.bundle, content)
    if starts[-1:] != [given.bundle]:
        now_us = RealClock().now_us()
        publications.add(Publication(given.bundle, now_us, "serve", "start"))
    current = publications.current()
    if current is None or current.bundle == given.bundle:
        return replace(given, moves=current.moves if current else {})
    found = publications.find(current.bundle)
    also = {"bundle": current.bundle, "given": given.bundle}
    if found is None:
        log.warning("the bundle published last is gone; the given one takes its place", extra=also)
        return given
    log.info("a bundle was published since the given one; it stays current", extra=also)
    return found
