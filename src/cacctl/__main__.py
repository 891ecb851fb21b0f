"""The entry point: `cacctl`, and `python -m cacctl`."""

import gc
import sys


def run() -> int:
    """Run the command line of this process and return its exit code.

    The collector rests while the modules are loaded, which leaves nothing to collect, and starts
    seldom after that: what an answer needs, it needs until the end. There Python would look at
    everything once more, unless it is told not to.
    """
    gc.disable()
    from cacctl.cli import main

    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()
    try:
        return main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    sys.exit(run())
