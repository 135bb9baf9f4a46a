"""The one place that compares the installed uvicorn with the one the wires were written against.
Knows names and a version, not what they are used for."""

from typing import Final

import uvicorn

TESTED_UVICORN: Final = "0.54."


class WireMismatch(RuntimeError):
    """The installed uvicorn is not the one the wires were tested with; the server must not start.

    Its text is one sentence for the operator.
    """


def require(owner: type, names: tuple[str, ...]) -> None:
    """Raise `WireMismatch` unless `owner` defines each name or sets it in its constructor."""
    # A class's own constructor, looked at and not called: mypy warns of the call.
    present = {*dir(owner), *owner.__init__.__code__.co_names}  # type: ignore[misc]
    missing = ", ".join(name for name in names if name not in present)
    if missing or not uvicorn.__version__.startswith(TESTED_UVICORN):
        raise WireMismatch(
            f"uvicorn {uvicorn.__version__} is not the tested {TESTED_UVICORN}x"
            f" ({owner.__name__} lacks {missing or 'nothing'}):"
            " install the versions in requirements.lock."
        )
