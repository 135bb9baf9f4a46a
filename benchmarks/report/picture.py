"""A plot as PNG or SVG: the same bytes whenever the same is drawn. Knows no result."""

import io
from collections.abc import Callable

from matplotlib import style
from matplotlib.figure import Figure
from PIL import Image

from benchmarks.report.looks import LIGHT, Look

Draw = Callable[[Look], Figure]
DOTS_AN_INCH = 160
SHADES = 64


def png(draw: Draw) -> bytes:
    """On white, for pages that cannot choose."""
    drawn = Image.open(io.BytesIO(_saved(draw, LIGHT, "png", {"Software": None})))
    kept = io.BytesIO()
    # A third of the bytes, and the eye sees no difference: edges need shades of a few colours only.
    drawn.convert("RGB").quantize(SHADES).save(kept, format="png", optimize=True)
    return kept.getvalue()


def svg(draw: Draw, look: Look) -> bytes:
    """Letters stay letters, in whatever font the reader has."""
    return _saved(draw, look, "svg", dict.fromkeys(("Creator", "Date", "Format", "Type")))


def _saved(draw: Draw, look: Look, kind: str, metadata: dict[str, None]) -> bytes:
    kept = io.BytesIO()
    # Everything else as it is shipped, whatever this machine's own settings are.
    with style.context(["default", _settings(look)]):
        draw(look).savefig(kept, format=kind, dpi=DOTS_AN_INCH, metadata=metadata)
    return kept.getvalue()


def _settings(look: Look) -> dict[str, object]:
    return {
        "axes.edgecolor": look.rule,
        "axes.facecolor": look.paper,
        "axes.labelcolor": look.soft,
        "axes.titlecolor": look.ink,
        "axes.titlepad": 12,
        "axes.titlesize": "large",
        "axes.titleweight": "bold",
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "figure.constrained_layout.h_pad": 0.1,
        "figure.constrained_layout.w_pad": 0.1,
        "figure.facecolor": look.paper,
        "figure.titlesize": "large",
        "figure.titleweight": "bold",
        "font.sans-serif": ["DejaVu Sans"],  # the one that matplotlib brings along
        "grid.color": look.rule,
        "hatch.color": look.paper,
        "legend.frameon": False,
        "lines.linewidth": 2,
        "svg.fonttype": "none",
        "svg.hashsalt": "hearthside",  # names inside the SVG are chance without one
        "text.color": look.ink,
        "xtick.color": look.rule,
        "xtick.labelcolor": look.soft,
        "ytick.color": look.rule,
        "ytick.labelcolor": look.soft,
    }
