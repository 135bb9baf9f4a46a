"""What the operator can watch: log lines of named fields, and figures for Prometheus.

No message body, name, address of a person, token or URL with a query is ever given to either.
"""

import logging
import sys
from typing import cast

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from structlog.typing import EventDict, Processor, WrappedLogger

from persistence.journal import Outcome
from rooms.refusals import Refusal
from server.settings import Settings
from server.tallies import Pauses, Spread, Tally

FIELDS_OF_OTHERS = ("code", "option", "error", "size")
"""Fields that lines of the standard library's logging may bring along in `extra`."""


class Metrics:
    """The figures of one process; whoever does the thing counts it here."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Tally(
            "hearthside_messages", "Messages committed by this process.", self.registry
        )
        self.receipt_seconds = Spread(
            "hearthside_receipt_seconds",
            "From a writing command's arrival to its receipt.",
            (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2),
            self.registry,
        )
        self.refusals = Counter(
            "hearthside_refusals_total", "Commands refused.", ["code"], registry=self.registry
        )
        self.batch_size = Histogram(
            "hearthside_batch_size",
            "Commands in one transaction.",
            buckets=(1, 2, 4, 8, 16, 32, 64, 128),
            registry=self.registry,
        )
        self.deliveries = Tally(
            "hearthside_deliveries", "Frames written to listeners.", self.registry
        )
        self.gaps_filled = Counter(
            "hearthside_gaps_filled_total",
            "Holes in the live stream that were read from the transcript.",
            registry=self.registry,
        )
        self.connections = Gauge(
            "hearthside_connections", "Open sockets of this process.", registry=self.registry
        )
        self.gc_pause_seconds = Pauses(
            "hearthside_gc_pause_seconds",
            "Garbage collections, during which nothing else runs.",
            (0.001, 0.005, 0.02, 0.1, 0.5, 1, 2),
            self.registry,
        )

    def answered(self, outcome: Outcome, took_ms: int) -> None:
        """A writing command was answered, so long after it arrived."""
        if isinstance(outcome, Refusal):
            self.refusals.labels(outcome.code).inc()
        else:
            self.receipt_seconds.observe(took_ms / 1000)

    def collected(self, generation: int, seconds: float) -> None:
        """A garbage collection stopped the process for so long."""
        self.gc_pause_seconds.observe(generation, seconds)

    def exposition(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self.registry)


def set_up_logging(settings: Settings) -> None:
    """One line a happening on stderr: JSON in production, for the eye otherwise.

    uvicorn's own warnings go the same way; its lines about single requests are left out.
    """
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(FIELDS_OF_OTHERS)],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_traceback,
                _renderer(settings),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    _tame_uvicorn()


def _tame_uvicorn() -> None:
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = True
    # Below this, uvicorn tells of each socket with its path and query, and the peer's address.
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").setLevel(logging.CRITICAL)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _without_traceback(logger: WrappedLogger, name: str, line: EventDict) -> EventDict:
    """Keep an error's kind and place; its text may quote what a person wrote."""
    del logger, name
    error = cast(object, line.pop("exc_info", None))
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple) and isinstance(error[1], BaseException):
        line["error"] = type(error[1]).__name__
        line["at"] = _places(error[1])
    return line


def _places(error: BaseException) -> list[str]:
    """The innermost frames, as module and line."""
    places: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "?")
        places.append(f"{module}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-8:]


def _renderer(settings: Settings) -> Processor:
    if settings.production:
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
