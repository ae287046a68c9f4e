"""A gzip file."""

from __future__ import annotations

import zlib

from peaceindex.sources.packed import packing
from peaceindex.sources.unpacking import Gunzip

FORMAT = packing("gzip", lambda head: head.startswith(b"\x1f\x8b"), (".gz", ".tgz"), Gunzip, zlib.error)
