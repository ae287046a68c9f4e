"""What a shell can complete by the names in a library."""

from __future__ import annotations

from typing import Literal

ShellNames = Literal["article", "passage", "outlet", "tag", "author", "lang", "label", "mine", "saved search"]
"""article and passage: ids; mine: the user's own tags; saved search: names of saved searches."""
