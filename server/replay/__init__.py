"""Plays recorded conversations through real sockets, and compares what every client showed with
the transcript."""

from server.replay.command import main

__all__ = ["main"]
