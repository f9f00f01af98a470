"""A history in another engine, by its address."""

from pathlib import Path

from engine.analytics.engines.elsewhere import Elsewhere
from engine.analytics.engines.protocol import Engine
from engine.analytics.history import History
from engine.stores.opening import TENANT, is_address
from engine.types.issue import TertuliaError

WAREHOUSES = ("bigquery://", "clickhouse://")


def open_source(
    source: str | Path,
    tenant: str = TENANT,
    archive: str | Path | None = None,
    *,
    in_place: bool = False,
) -> History:
    """The history in a store, with its archive if it has one, in a folder or a warehouse.

    `in_place` asks a store itself for what a question needs, instead of reading its tables;
    warehouses are asked always. Raises TertuliaError where it cannot be used.
    """
    if in_place or str(source).startswith(WAREHOUSES):
        if archive is not None:
            raise TertuliaError(
                f"archive {archive}: a place that is asked itself has none; leave it out, or "
                "have the store read"
            )
        return open_elsewhere(str(source), tenant)
    return History.open(source, tenant, archive)


def open_elsewhere(source: str, tenant: str = TENANT) -> Elsewhere:
    """The history in a warehouse or a store, for questions that are answered there.

    `bigquery://project/dataset`, `clickhouse://user:password@host:8123/database`, the address of
    a store in PostgreSQL, or the file of one. Raises TertuliaError where it cannot be used.
    """
    return Elsewhere(_engine(source, tenant))


def _engine(source: str, tenant: str) -> Engine:
    # Each needs a driver of its own.
    if source.startswith("clickhouse://"):
        from engine.analytics.engines.clickhouse import ClickHouse  # noqa: PLC0415

        return ClickHouse(source)
    if source.startswith("bigquery://"):
        try:
            from engine.analytics.engines.bigquery import BigQuery  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise TertuliaError(
                "BigQuery needs its client; install it with `pip install 'tertulia[warehouse]'`"
            ) from error
        return BigQuery(source)
    if is_address(source):
        try:
            from engine.analytics.engines.postgres import Postgres  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise TertuliaError(
                "PostgreSQL needs its driver; install it with `pip install 'tertulia[postgres]'`"
            ) from error
        return Postgres(source, tenant)
    from engine.analytics.engines.sqlite import Sqlite  # noqa: PLC0415

    return Sqlite(Path(source))
