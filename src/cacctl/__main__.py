"""The entry point: `cacctl`, and `python -m cacctl`."""

import gc
import sys


def run() -> int:
    """Run the command line of this process and return its exit code.

    The collector rests while the modules are loaded, which leaves nothing to collect.
    """
    gc.disable()
    from cacctl.cli import main

    gc.freeze()
    gc.enable()
    return main()


if __name__ == "__main__":
    sys.exit(run())
