"""Files that a view sends, piece by piece, so that the wire is never blocked by a large one."""

import base64
import shutil
import tempfile
import weakref
from pathlib import Path

from engine.types.issue import TertuliaError

MOST_BYTES = 50 * 1024 * 1024


class Uploads:
    """The files of one window, one by one or folders of them; they go with it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="tertulia-"))
        # When nobody holds the uploads any more.
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._paths: dict[str, dict[str, Path]] = {}
        self._bytes: dict[str, int] = {}

    def put(self, upload: str, name: str, offset: int, data: str) -> int:
        """Adds a piece of a file, in base64; gives how many bytes of it there are now.

        The name of a file in a folder holds the folders above it, with `/`.
        """
        if upload not in self._paths:
            # A folder an upload: the names tell importers what it is.
            (self._folder / str(len(self._paths))).mkdir()
            self._paths[upload] = {}
            self._bytes[upload] = 0
        path = self._place(upload, name)
        piece = base64.b64decode(data)
        if self._bytes[upload] + len(piece) > MOST_BYTES:
            raise TertuliaError(f"{path.name} has more than {MOST_BYTES // 2**20} MB; split it")
        with path.open("ab") as file:
            if file.tell() != offset:
                raise TertuliaError(f"{path.name}: a part of it is missing; send it again")
            file.write(piece)
        self._bytes[upload] += len(piece)
        return offset + len(piece)

    def path(self, upload: str) -> Path:
        """The file that was sent whole, or the folder of the files that were."""
        paths = self._paths.get(upload)
        if not paths:
            raise TertuliaError("the file has not arrived; send it again")
        home = self._home(upload)
        tops = {path.relative_to(home).parts[0] for path in paths.values()}
        return home / tops.pop() if len(tops) == 1 else home

    def _place(self, upload: str, name: str) -> Path:
        if name not in self._paths[upload]:
            parts = [part for part in name.split("/") if part not in {"", ".", ".."}] or ["file"]
            path = self._home(upload).joinpath(*(Path(part).name or "file" for part in parts))
            path.parent.mkdir(parents=True, exist_ok=True)
            self._paths[upload][name] = path
        return self._paths[upload][name]

    def _home(self, upload: str) -> Path:
        return self._folder / str(list(self._paths).index(upload))
