"""The versions of a project: kept in its folder as they were saved and published, thinned as
they grow old, and read or restored byte by byte."""

from engine.project.versions.restoring import restore
from engine.project.versions.version import Kind, Version
from engine.project.versions.versions import Versions

__all__ = ["Kind", "Version", "Versions", "restore"]
