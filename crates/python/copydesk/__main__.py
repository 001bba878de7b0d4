"""The command `copydesk`, as `python -m copydesk`."""

from __future__ import annotations

import signal
import sys

from copydesk import _native


def main() -> int:
    """Run the command with the arguments of this process, and return its exit code."""
    # The command has its own handler for Ctrl-C, so Python's must not be in the way.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.main(["copydesk", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
