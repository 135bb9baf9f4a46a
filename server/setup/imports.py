"""Imports what a process is made of, in a hurry."""

import gc
import importlib
from typing import Any


def imported(module: str) -> Any:
    """The module, with all that it imports. Nearly all of it stays as long as the process: to look
    through it for garbage time and again would be a sixth of every start. What little there is
    (classes that were made twice) is found by `GcPolicy.settle`."""
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        gc.freeze()
        gc.enable()
