"""Has another program's own reader take a REFI-QDA project that peacereader exported: `check_qda.py FILE LABEL…`.

Runs with qualitative-coding, which checks the project by the official schema first. Ends with an error if the codings
that it reads do not have just these labels.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ["PYTHONBREAKPOINT"] = "0"  # its reader stops at one for each source

from qualitative_coding.refi_qda.reader import REFIQDAReader

project, labels = Path(sys.argv[1]).resolve(), sorted(sys.argv[2:])
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    reader = REFIQDAReader(str(project))
    reader.unpack_project(folder)
    with reader.corpus.session():
        found = sorted(coding.code_id for coding in reader.corpus.get_coded_lines())
    os.chdir(project.parent)
if found != labels:
    sys.exit(f"{project}: {found} were read, not {labels}")
print(f"{len(found)} codings read from {project.name}")
