"""What reading a damaged .zip raises, whichever byte of it is wrong."""

from lzma import LZMAError
from struct import error as StructError  # noqa: N812 - a class, named like a function in struct
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812 - likewise

# Beside its own error: of each way to pack, of offsets that lie nowhere, of names in no encoding,
# of a version or a flag that nobody knows.
ZIP_FAULTS = (
    BadZipFile,
    ZlibError,
    LZMAError,
    StructError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
