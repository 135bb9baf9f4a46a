"""`python3 -m server`: sets the checkout up when that is due, then hands over to the command line.

The checks come before the imports, so that an old Python says one sentence and not a syntax error.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Hearthside needs Python 3.11 or newer: start it with one, as in `python3.11 -m server`."
    )
if os.name != "posix":
    sys.exit("Hearthside runs on Linux and macOS: on Windows, start it inside WSL or with Docker.")

from server.setup import bootstrap, port
from server.setup.imports import imported

if __name__ == "__main__":
    # Setting up may take minutes: whoever cannot be served afterwards is told at once.
    if why := port.why_not(sys.argv[1:]):
        sys.exit(f"Hearthside: {why}")
    bootstrap.prepare("server", lock="requirements.lock", argv=sys.argv[1:])
    # The packages it imports are there only from this line on.
    sys.exit(imported("server.command_line.cli").main(sys.argv[1:]))
