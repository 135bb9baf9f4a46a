"""`python3 -m benchmarks [NAME...]`: sets up, measures, prints a table; a full run is stored.

`benchmarks/README.md` says what each number means.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("Hearthside needs Python 3.11 or newer: start it with one.")
if sys.platform != "linux":
    sys.exit("The benchmarks run on Linux alone: they read /proc and keep processes on cores.")

import importlib

from server.setup import bootstrap

if __name__ == "__main__":
    arguments = sys.argv[1:]
    bootstrap.prepare("benchmarks", lock=bootstrap.BENCHMARK_LOCK, argv=arguments)
    # The packages it imports are there only from this line on.
    sys.exit(importlib.import_module("benchmarks.command_line").main(arguments))
