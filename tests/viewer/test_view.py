"""An event in a language that cacctl does not speak."""

from pathlib import Path

from tests.conftest import Run

OTHER = """\
schema = 1
[event]
id = "nacht"
name.de = "Lange Nacht"
zone = "Europe/Berlin"
[[channel]]
id = "stream"
platform = "twitch"
lang = "de"
name.de = "Kanal"
url = "https://example.org/live"
[[session]]
id = "a"
name.de = "Eröffnung"
start = 2026-10-24T23:00:00
end = 2026-10-25T04:00:00
[[session]]
id = "b"
name.de = "Zugleich"
start = 2026-10-24T23:00:00
end = 2026-10-24T23:30:00
"""


def test_an_event_in_another_language_and_without_streams_for_the_viewer(
    run: Run, see: Run, tmp_path: Path
) -> None:
    path = tmp_path / "my event.toml"
    path.write_text(OTHER, "utf-8")
    options = ["--schedule", str(path), "--at", "2026-10-24T22:00+02:00", "--tz", "Berlin"]
    assert run("next", *options).out.count("next, in 1 hour") == 2
    shown = see("today", *options).out
    assert "23:00 CEST-04:00 CET (+1d)" in shown
    assert "Times in Europe/Berlin (CEST, UTC+02:00 → CET, UTC+01:00)" in shown
    refused = run("watch", "--print", *options)
    assert refused.code == 5
    assert refused.err == (
        "cacctl: Eröffnung is not streamed in English.\n"
        f"On Twitch, in de: cacctl watch a --on twitch --lang de --schedule '{path}' "
        "--tz Berlin --at 2026-10-24T22:00+02:00 --print\n"
    )
    german = run("watch", "a", "--on", "twitch", "--lang", "de", "--print", *options)
    assert german == (0, "https://example.org/live\n", "")
    after = ["--schedule", str(path), "--at", "2026-12-01"]
    assert "Replays" not in run("today", *after).out
    assert run("today", *after, "--lang", "ko").code == 0
    assert "There is no session on" in see("day", "2026-12-02", *after).out
