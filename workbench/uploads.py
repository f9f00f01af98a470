"""Files that a view sends, piece by piece, so that the wire is never blocked by a large one."""

import base64
import shutil
import tempfile
import weakref
from pathlib import Path

from engine.types.issue import TertuliaError

MOST_BYTES = 50 * 1024 * 1024


class Uploads:
    """The files of one window; they go with it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="tertulia-"))
        # When nobody holds the uploads any more.
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._paths: dict[str, Path] = {}

    def put(self, upload: str, name: str, offset: int, data: str) -> int:
        """Adds a piece, in base64; gives how many bytes there are now."""
        path = self._paths.get(upload)
        if path is None:
            # A folder a file: the name tells importers what it is.
            folder = self._folder / str(len(self._paths))
            folder.mkdir()
            path = self._paths[upload] = folder / (Path(name).name or "file")
        piece = base64.b64decode(data)
        if offset + len(piece) > MOST_BYTES:
            raise TertuliaError(f"{path.name} has more than {MOST_BYTES // 2**20} MB; split it")
        with path.open("ab") as file:
            if file.tell() != offset:
                raise TertuliaError(f"{path.name}: a part of it is missing; send it again")
            file.write(piece)
        return offset + len(piece)

    def path(self, upload: str) -> Path:
        """The file that was sent whole."""
        path = self._paths.get(upload)
        if path is None:
            raise TertuliaError("the file has not arrived; send it again")
        return path
