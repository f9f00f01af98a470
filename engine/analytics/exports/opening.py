"""An export by the address of its target: BigQuery, Google Analytics, or a place of files."""

from collections.abc import Callable
from pathlib import Path

from engine.analytics.archive import archive_of, compact
from engine.analytics.exports.mirror import Mirrored, mirror
from engine.analytics.exports.protocol import Target
from engine.analytics.exports.shipping import Shipped, Step, ship
from engine.stores.opening import TENANT
from engine.types.issue import TertuliaError

BIGQUERY, GA4 = "bigquery://", "ga4://"
ARCHIVE = "archive"


def export(
    source: str,
    target: str,
    folder: Path,
    tenant: str = TENANT,
    *,
    archive: Path | None = None,
    secret: Callable[[], str] = lambda: "",
    endpoint: str = "",
    plain_ids: bool = False,
    step: Step = lambda _name: None,
) -> Shipped | Mirrored:
    """Brings a target up to date with a store; `folder` keeps how far it is.

    A place of files gets a copy of the archive, which is brought up to date before: `archive`, or
    one in `folder`. Raises TertuliaError where something cannot be used.
    """
    if not target.startswith((BIGQUERY, GA4)):
        files = archive or folder / ARCHIVE
        compact(source, files, tenant, step=step)
        return mirror(archive_of(files, tenant), target, step)
    place = _target(target, secret, endpoint, plain_ids=plain_ids)
    try:
        return ship(source, place, folder, tenant, step)
    finally:
        place.close()


def _target(address: str, secret: Callable[[], str], endpoint: str, *, plain_ids: bool) -> Target:
    try:
        if address.startswith(BIGQUERY):
            from engine.analytics.exports.bigquery import (  # noqa: PLC0415 - an extra
                BigQueryTarget,
            )

            return BigQueryTarget(address)
        from engine.analytics.exports.measurement import (  # noqa: PLC0415 - what is asked for
            GOOGLE,
            MeasurementTarget,
        )
    except ModuleNotFoundError as error:
        raise TertuliaError(
            f"BigQuery needs {error.name}; install it with `pip install 'tertulia[warehouse]'`"
        ) from error
    return MeasurementTarget(address, secret(), endpoint or GOOGLE, plain_ids=plain_ids)
