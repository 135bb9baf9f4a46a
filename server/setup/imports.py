"""Imports what a process is made of, in a hurry."""

import gc
import importlib
from typing import Any


def imported(module: str) -> Any:
    """The module, with all that it imports. It stays as long as the process: to look through it for
    garbage time and again would be a sixth of every start."""
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        gc.freeze()
        gc.enable()
