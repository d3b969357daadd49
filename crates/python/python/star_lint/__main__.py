"""`python -m star_lint` is the command `star-lint`."""

import sys

from . import main

if __name__ == "__main__":
    sys.exit(main())
