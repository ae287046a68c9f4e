"""`python -m peacereader` does what `peacereader` does."""

import sys

from peacereader.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
