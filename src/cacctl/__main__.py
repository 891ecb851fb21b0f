"""The entry point: `cacctl`, and `python -m cacctl`."""


def run() -> int:
    """Run the command line of this process and return its exit code.

    The collector rests while the modules are loaded, which leaves nothing to collect, and starts
    seldom after that: what an answer needs, it needs until the end. There Python would look at
    everything once more, unless it is told not to.
    """
    try:
        # Nothing is before this: until then, an interrupt is Python's, with a traceback.
        from cacctl.base import interrupts

        interrupts.end_at_once()
        import gc

        gc.disable()
        from cacctl.cli.app import main

        gc.freeze()
        gc.set_threshold(50_000)
        gc.enable()
        code = main()
        gc.freeze()
        return code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(run())
