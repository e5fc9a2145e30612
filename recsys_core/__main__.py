"""The command line: `python -m recsys_core --help`."""

import sys

from recsys_core.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
