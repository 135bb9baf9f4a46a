"""`python3 -m tests [--allow-missing] [pytest arguments]`: sets up, finds services, runs pytest.

Without arguments everything runs, in two halves side by side, and a missing service is named before
the first test.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Hearthside needs Python 3.11 or newer: start it with one, as in `python3.11 -m tests`."
    )
if os.name != "posix":
    sys.exit("Hearthside runs on Linux and macOS: on Windows, run its tests inside WSL.")

import importlib

from server.setup import bootstrap

if __name__ == "__main__":
    arguments = sys.argv[1:]
    bootstrap.prepare("tests", lock="requirements-dev.lock", argv=arguments)
    if not arguments:
        # The packages it imports are there only from this line on.
        importlib.import_module("tests.services").provide_all()
    module = ["pytest", *arguments] if arguments else ["tests.two_halves"]
    os.execv(sys.executable, [sys.executable, "-m", *module])
