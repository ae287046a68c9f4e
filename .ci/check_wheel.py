"""Run by .ci/run with the Python of an installed wheel: it carries its data, and imports warn of nothing."""

import importlib
import pkgutil
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path

import peaceindex
import peacereader
from peacereader.resources import seeds_dir, themes_dir

assert len(list(themes_dir().glob("*.yaml"))) >= 6, themes_dir()
assert len(list(seeds_dir().glob("*.txt"))) >= 24, seeds_dir()
assert (Path(sys.prefix) / "share" / "man" / "man1" / "peacereader.1").is_file(), sys.prefix
assert (Path(peacereader.__file__).parent / "browser" / "page" / "page.html").is_file()
warnings.simplefilter("error")
extra = () if find_spec("textual_serve") else ("peacereader.browser.",)  # needs the extra `serve`
for package in (peaceindex, peacereader):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__") and not module.name.startswith(extra):
            importlib.import_module(module.name)
