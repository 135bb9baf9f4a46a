"""`python leash.py SIGNAL UID GID program arguments…`: becomes the program, tied to its parent.

The kernel sends it the signal when the parent dies, even of SIGKILL, so nothing outlives a test
run. A program of its own, because code between fork and exec is unsafe with threads around.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(death_signal: int, uid: int, gid: int, argv: list[str]) -> None:
    if os.geteuid() != uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # After the change of user, which clears it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)
    os.execvp(argv[0], argv)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
