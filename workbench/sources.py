"""Where a history is: a SQLite file, a database, a folder of Parquet files."""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from msgspec import Struct

from engine.stores.opening import TENANT, is_address
from engine.types.issue import TertuliaError

# Beside a SQLite file, where what was written last lies.
_WAL = "-wal"


class Source(Struct, frozen=True):
    """A history by its name, and whose it is where several share a database."""

    name: str
    tenant: str = TENANT

    @property
    def shown(self) -> str:
        """The name without a password: for people, files and addresses."""
        if not is_address(self.name):
            return self.name
        parts = urlsplit(self.name)
        user, _, host = parts.netloc.rpartition("@")
        who = f"{user.partition(':')[0]}@" if user else ""
        query = [(key, value) for key, value in parse_qsl(parts.query) if key != "password"]
        return urlunsplit((parts.scheme, who + host, parts.path, urlencode(query), ""))

    @property
    def path(self) -> Path | None:
        """The file or the folder; None where it is a database's address."""
        return None if is_address(self.name) else Path(self.name)

    def stamp(self) -> object:
        """Something else as soon as files of it have changed; always the same for a database."""
        path = self.path
        if path is None:
            return ()
        if path.is_dir():
            files = [*path.glob("*.parquet"), *path.glob("*/**/*.parquet")]
        else:
            files = [path, path.with_name(path.name + _WAL)]
        return tuple((str(file), *_times(file)) for file in sorted(files))


def source_of(name: str, tenant: str = TENANT) -> Source:
    """The source that somebody wrote. Raises TertuliaError where there is nothing of that name."""
    name = name.strip()
    if not name:
        raise TertuliaError("name a history: a SQLite file, postgresql://..., or a folder")
    if is_address(name):
        return Source(name, tenant or TENANT)
    path = Path(name).expanduser().resolve()
    if not path.exists():
        raise TertuliaError(f"{name}: there is no such file or folder; name what `serve` writes")
    return Source(str(path), tenant or TENANT)


def _times(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
