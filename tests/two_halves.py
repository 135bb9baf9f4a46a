"""Runs the whole suite as two pytest processes side by side, each with services of its own: most of
the time a test waits for a database or a browser, and one process leaves the second core idle.

Knows which folders belong together by the time they take, and nothing of what they test.
"""

import subprocess
import sys
import tempfile

SECOND = ("tests/persistence", "tests/server", "tests/test_bootstrap.py", "tests/test_services.py")
"""About as long as everything else together."""


def run() -> int:
    """0 when both halves passed. What the second half said comes after the first has ended."""
    pytest = [sys.executable, "-m", "pytest"]
    rest = [f"--ignore={path}" for path in SECOND]
    with tempfile.TemporaryFile() as said:
        second = subprocess.Popen([*pytest, *SECOND], stdout=said, stderr=subprocess.STDOUT)
        try:
            first = subprocess.call([*pytest, *rest])
            failed = second.wait()
        finally:
            second.kill()
            said.seek(0)
            sys.stdout.buffer.write(said.read())
            sys.stdout.flush()
    return first or failed


if __name__ == "__main__":
    sys.exit(run())
