"""`python -m tests.journeys.serving MODULE:FACTORY`: the server as its command line starts it, with
an application of a test's own in its place.
"""

import sys

from server.setup.imports import imported

if __name__ == "__main__":
    sys.exit(imported("tests.journeys.served").serve_as(sys.argv.pop(1)))
