"""`python -m star_lint` is the command `star-lint`."""

import sys

from . import main

sys.exit(main())
