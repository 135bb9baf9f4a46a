"""How a command of the command line ends when it cannot be done."""


class Failure(Exception):
    """An expected failure; the text is one sentence that says what to do."""
