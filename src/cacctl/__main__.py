"""The entry point: `cacctl`, and `python -m cacctl`."""


def run() -> int:
    """Run the command line of this process and return its exit code.

    The collector rests while the modules are loaded, which leaves nothing to collect.
    """
    try:
        # Nothing is before this: until then, an interrupt is Python's, with a traceback.
        from cacctl import interrupts

        interrupts.end_at_once()
        import gc

        gc.disable()
        from cacctl.cli import main

        gc.freeze()
        gc.enable()
        return main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(run())
