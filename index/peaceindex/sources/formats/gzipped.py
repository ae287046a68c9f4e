"""A gzip file."""

from __future__ import annotations

import zlib

from peaceindex.sources.decompression import GzipDecompressor
from peaceindex.sources.packed import packing

FORMAT = packing("gzip", lambda head: head.startswith(b"\x1f\x8b"), (".gz", ".tgz"), GzipDecompressor, zlib.error)
