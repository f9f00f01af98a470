"""History in files: the three tables as sorted Parquet, with a manifest that says which count.

A day and a bucket of contacts have a file of their own. docs/reference/history.md describes it.
"""

from engine.analytics.archive.compacting import Compaction, archive_of, compact
from engine.analytics.archive.forgetting import forget_before, forget_contact
from engine.analytics.archive.manifest import Manifest, read_manifest
from engine.analytics.archive.merging import merge
from engine.analytics.archive.workshop import BusyError

__all__ = [
    "BusyError",
    "Compaction",
    "Manifest",
    "archive_of",
    "compact",
    "forget_before",
    "forget_contact",
    "merge",
    "read_manifest",
]
