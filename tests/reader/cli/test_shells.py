"""Completion in real shells: what is typed, completed and run reaches the program as it is in the library."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from peaceindex import Library

pexpect = pytest.importorskip("pexpect")
pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal"),
]

OUTLETS = ["Harbor Times", "Zoë's $HOME & `id` \\ Post", "Жизнь недели", "Ünter (2); date"]
SHELLS = {
    "bash": ["--norc", "--noprofile", "-i"],
    "zsh": ["-f", "-i"],
    "fish": ["--no-config", "-i"],
}
START = {
    "bash": "PS1='> '; bind 'set enable-bracketed-paste off'",
    "zsh": "PS1='> '; unsetopt prompt_cr prompt_sp zle_bracketed_paste; zstyle ':completion:*' menu no",
    "fish": "function fish_prompt; echo '> '; end; function fish_greeting; end",
}
LOAD = {
    "bash": 'eval "$(peacereader completion bash)"',
    "zsh": 'eval "$(peacereader completion zsh)"',
    "fish": "peacereader completion fish | source",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library, and a `peacereader` that prints its words instead of doing what they say."""
    folder = tmp_path_factory.mktemp("shells")
    (folder / "pages.jsonl").write_text(
        "".join(
            json.dumps(
                {"title": f"Title {n}", "text": f"The envoys of part {n} met again today. " * 5, "outlet": outlet}
            )
            + "\n"
            for n, outlet in enumerate(OUTLETS)
        ),
        encoding="utf-8",
    )
    with Library.open(folder / "library", create=True) as library:
        assert len(list(library.ingest.add([folder / "pages.jsonl"]))) == len(OUTLETS)
    (folder / "a file of mine").mkdir()
    (folder / "bin").mkdir()
    program = folder / "bin" / "peacereader"
    program.write_text(
        "#!/bin/sh\n"
        f'if [ -n "$_PEACEREADER_COMPLETE" ] || [ "$1" = completion ]; then\n'
        f'  exec {sys.executable} -m peacereader "$@"\nfi\n'
        'for word in "$@"; do printf "<%s>" "$word"; done; echo DONE\n'
    )
    program.chmod(0o755)
    return folder


def typed(shell: str, place: Path, *lines: str) -> list[str]:
    """Type lines with tabs in them, run each, and return the words that reached the program."""
    environment = {
        **os.environ,
        "PATH": f"{place / 'bin'}:{os.environ['PATH']}",
        "PEACEREADER_LIBRARY": str(place / "library"),
        "HOME": str(place),
        "TERM": "dumb" if shell != "fish" else "xterm",
        "LC_ALL": "C.UTF-8",
    }
    child: Any = pexpect.spawn(
        shell, SHELLS[shell], encoding="utf-8", env=environment, timeout=20, dimensions=(40, 200), cwd=str(place)
    )
    found = []
    try:
        child.sendline(START[shell])
        child.sendline(LOAD[shell])
        child.sendline("peacereader ready")
        child.expect("<ready>DONE")
        for line in lines:
            pieces = line.split("\t")
            for piece in pieces[:-1]:
                child.send(f"{piece}\t")
                child.expect(pexpect.TIMEOUT, timeout=1.0)
            child.sendline(pieces[-1])
            child.expect(r"(<[^\r\n]*>)DONE")
            found.append(child.match[1])
            assert "Traceback" not in child.before and "rror" not in child.before
    finally:
        child.close(force=True)
    return found


@pytest.mark.parametrize("shell", list(SHELLS))
def test_what_is_completed_reaches_the_program(shell: str, place: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    with Library.open(place / "library") as library:
        id = sorted(library.articles.ids().values())[0]
    lines = {
        "peacereader rela\tx": "<related><x>",
        f"peacereader show {id[:8]}\tx": f"<show><{id}><x>",
        "peacereader search outlet:Har\tx": '<search><outlet:"Harbor Times"><x>',
        "peacereader search 'outlet:Har\tx": '<search><outlet:"Harbor Times"><x>',
        "peacereader corrections --outlet Zo\tx": f"<corrections><--outlet><{OUTLETS[1]}><x>",
        "peacereader corrections --outlet Жи\tx": f"<corrections><--outlet><{OUTLETS[2]}><x>",
        'peacereader corrections --outlet "Zo\tx': f"<corrections><--outlet><{OUTLETS[1]}><x>",
        "peacereader corrections --outlet Ün\tx": f"<corrections><--outlet><{OUTLETS[3]}><x>",
        "peacereader add a\\ fi\tx": "<add><a file of mine/x>",
        "peacereader search outl\tHar\tx": '<search><outlet:"Harbor Times"><x>',
        "peacereader search nothing-like-this\tx": "<search><nothing-like-thisx>",
    }
    assert dict(zip(lines, typed(shell, place, *lines), strict=True)) == lines
