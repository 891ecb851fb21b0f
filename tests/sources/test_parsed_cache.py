"""Parsed forms: equal to what was parsed, bound to its bytes, and rejected when damaged."""

import json
import random
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base import i18n
from cacctl.base.errors import ScheduleProblem
from cacctl.formats.loading import Loaded, read_programme
from cacctl.sources import parsed_cache
from tests.conftest import ROOT, SCHEDULES, SOME_TIME, Run

SUMMIT = (ROOT / "data" / "schedule.toml").read_bytes()
FULL = (SCHEDULES / "full.toml").read_bytes()
RUNNING = (SCHEDULES / "running.toml").read_bytes()


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Loaded]:
    monkeypatch.setattr(parsed_cache, "SMALL_BYTES", 0)

    def read(data: bytes, source: str = "p.toml", now: datetime = SOME_TIME) -> Loaded:
        return parsed_cache.read(data, source, now, lambda: tmp_path)

    return read


def forms(folder: Path) -> list[Path]:
    return sorted((folder / "prepared").glob("*.json"))


def without_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> Loaded:
        raise AssertionError("it was read again")

    monkeypatch.setattr(parsed_cache, "read_programme", refuse)


@pytest.mark.parametrize("data", [SUMMIT, FULL, RUNNING], ids=["summit", "full", "running"])
def test_parsed_form_equals_the_schedule(
    read: Callable[..., Loaded], data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = read_programme(data, "p.toml", SOME_TIME)
    assert read(data) == expected
    without_reading(monkeypatch)
    assert read(data) == expected


def test_each_event_zone_has_its_own_form(read: Callable[..., Loaded], tmp_path: Path) -> None:
    data = (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Talk\nDTSTART:20260711T100000\n"
        b"DTEND:20260711T110000\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    hours = []
    for zone in ("", "Europe/Berlin", "Asia/Seoul", "Europe/Berlin", ""):
        loaded = parsed_cache.read(data, "a.ics", SOME_TIME, lambda: tmp_path, zone)
        hours.append(loaded.programme.sessions[0].start.hour)
    assert hours == [10, 8, 1, 8, 10]
    assert len(forms(tmp_path)) == 3


words = st.dictionaries(
    st.sampled_from(["en", "ko", "und"]),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8),
    min_size=1,
)


@given(words, words, st.timedeltas(timedelta(days=1), timedelta(days=365 * 7000)), st.booleans())
def test_any_programme_survives_packing(
    name: dict[str, str], topic: dict[str, str], since: timedelta, cancelled: bool
) -> None:
    loaded = read_programme(FULL, "p.toml", SOME_TIME)
    start = datetime(1970, 1, 1, tzinfo=UTC) + since
    session = loaded.programme.sessions[0]._replace(
        name=name,
        topic=topic,
        start=start,
        end=start + timedelta(minutes=5, microseconds=1),
        announced=start - timedelta(days=1),
        date=start.date(),
        cancelled=cancelled,
    )
    programme = loaded.programme._replace(sessions=(session,))
    form = parsed_cache.packed(Loaded(programme, ("a warning",)))
    assert parsed_cache._read(form) == Loaded(programme, ("a warning",))


def test_warnings_are_kept(read: Callable[..., Loaded]) -> None:
    text = FULL + b'\nunheard = "of"\n'
    first = read(text)
    assert first.warnings
    assert read(text) == first


def test_file_name_language_and_version_have_their_own_forms(
    read: Callable[..., Loaded], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(FULL)
    read(FULL)
    assert len(forms(tmp_path)) == 1
    read(FULL + b"\n")
    read(FULL, "other.toml")
    i18n.use_language("ko")
    read(FULL)
    i18n.use_language("en")
    monkeypatch.setattr(parsed_cache, "__version__", "99")
    read(FULL)
    monkeypatch.setattr(parsed_cache, "_stamps", lambda: iter([("zones", 1)]))
    read(FULL)
    assert len(forms(tmp_path)) == 6
    # In our own format nothing hangs on the day.
    read(FULL, now=SOME_TIME + timedelta(days=3))
    assert len(forms(tmp_path)) == 6


def test_recurring_sessions_are_parsed_again_each_day(
    read: Callable[..., Loaded], tmp_path: Path
) -> None:
    calendar = (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Call\r\n"
        b"DTSTART:20200601T100000Z\r\nDTEND:20200601T110000Z\r\nRRULE:FREQ=WEEKLY\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    first = read(calendar, "c.ics")
    assert read(calendar, "c.ics", SOME_TIME + timedelta(hours=23)) == first
    later = read(calendar, "c.ics", SOME_TIME + timedelta(days=7))
    assert len(later.programme.sessions) == len(first.programme.sessions) + 1
    assert len(forms(tmp_path)) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda form: b"",
        lambda form: form[:-1],
        lambda form: form.replace(b"Opening", b"0pening", 1),
        lambda form: form[:400],
        lambda form: b"\xff" + form,
        lambda form: form.partition(b"\n")[2],
    ],
)
def test_damaged_form_is_made_again(
    read: Callable[..., Loaded], tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    expected = read(FULL)
    (form,) = forms(tmp_path)
    good = form.read_bytes()
    form.write_bytes(spoil(good))
    assert read(FULL) == expected
    assert form.read_bytes() == good


def sealed(body: str) -> bytes:
    """A form with a checksum that is right."""
    return b"%d\n%s" % (zlib.crc32(body.encode()), body.encode())


@pytest.mark.parametrize(
    "forge",
    [
        lambda body: body.replace("Opening", "\x1b[2J"),
        lambda body: body.replace("Opening", "\\u001b[2J"),
        lambda body: body.replace("Opening", "\\\\\\u001b[2J"),
        lambda body: body.replace("Opening", "\\n"),
        lambda body: body.replace("Opening", "\u202e"),
        lambda body: "[" * 100_000,
        lambda body: "[]",
        lambda body: "{}",
        lambda body: body.replace("[", "{", 1),
        lambda body: json.dumps(json.loads(body)[:3]),
        lambda body: json.dumps([*json.loads(body)[:2], [[1]], []]),
    ],
)
def test_forged_form_is_not_trusted(
    read: Callable[..., Loaded], tmp_path: Path, forge: Callable[[str], str]
) -> None:
    expected = read(FULL)
    (form,) = forms(tmp_path)
    body = form.read_text("utf-8").partition("\n")[2]
    assert forge(body) != body
    form.write_bytes(sealed(forge(body)))
    assert read(FULL) == expected


@pytest.mark.parametrize(
    "schedule",
    sorted(path for path in SCHEDULES.rglob("*") if path.is_file()),
    ids=lambda path: path.name,
)
def test_form_of_every_reader_is_accepted(schedule: Path) -> None:
    try:
        loaded = read_programme(schedule.read_bytes(), "x", SOME_TIME)
    except ScheduleProblem:
        return
    assert parsed_cache._read(parsed_cache.packed(loaded)) == loaded


def test_earliest_and_latest_times_are_accepted() -> None:
    for start, zone in (
        ("1970-01-01T00:00:00", "Asia/Seoul"),
        ("9000-12-31T23:00:00", "America/Los_Angeles"),
    ):
        head = f'schema = 1\n[event]\nid = "e"\nname = "n"\nzone = "{zone}"\n'
        text = (
            f'{head}[[session]]\nid = "s"\nname = "S"\nstart = {start}\nend = {start[:14]}30:00\n'
        )
        loaded = read_programme(text.encode(), "x", SOME_TIME)
        assert parsed_cache._read(parsed_cache.packed(loaded)) == loaded


def places(value: object, above: tuple[int | str, ...] = ()) -> Iterator[tuple[int | str, ...]]:
    """Where each value in a tree of JSON is."""
    yield above
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*above, number))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*above, key))


ODD: list[Any] = [
    None,
    "",
    [],
    {},
    0,
    -1,
    10**18,
    10**30,
    1.5,
    True,
    "x",
    ["x"],
    {"en": 1},
    {"en": "x"},
    [[]],
]


def test_altered_form_never_crashes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one with a checksum that is right: what could be no reader's is made anew."""
    monkeypatch.setattr(parsed_cache, "SMALL_BYTES", 0)
    file = tmp_path / "p.toml"
    file.write_bytes(FULL)
    at = ["--schedule", str(file), "--at", "2020-06-01T11:30"]
    run("list", *at)
    (path,) = forms(tmp_path / "cache" / "cacctl" / "schedules")
    good = path.read_text("utf-8").partition("\n")[2]
    everywhere = list(places(json.loads(good)))[1:]
    chance = random.Random(7)
    for number in range(80):
        tree = json.loads(good)
        where: list[Any] = [*chance.choice(everywhere)]
        *above, last = where
        node: Any = tree
        for key in above:
            node = node[key]
        if isinstance(node, list) and number % 5 == 0:
            del node[last]
        else:
            node[last] = chance.choice(ODD)
        path.write_bytes(sealed(json.dumps(tree, ensure_ascii=False)))
        command = chance.choice(["list", "show 2", "channels", "about", "timeline", "now --json"])
        assert run(*command.split(), *at).code == 0, (above, last, command)


def test_quotation_marks_and_backslashes_are_kept(
    read: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = FULL.replace(b'"Opening"', rb'"say \"hi\" \\ \\u001b \\\\n \u001b"')
    expected = read(text)
    assert expected.programme.sessions[0].name["en"] == r'say "hi" \ \u001b \\n \x1b'
    without_reading(monkeypatch)
    assert read(text) == expected


def test_oldest_forms_are_deleted(read: Callable[..., Loaded], tmp_path: Path) -> None:
    for number in range(parsed_cache.MOST_KEPT + 3):
        read(FULL + b"#" * number)
    assert len(forms(tmp_path)) == parsed_cache.MOST_KEPT


def test_small_file_in_the_native_format_has_no_form(tmp_path: Path) -> None:
    assert parsed_cache.read(FULL, "p.toml", SOME_TIME, lambda: tmp_path).programme.sessions
    assert not (tmp_path / "prepared").exists()


def test_schedule_is_read_where_no_form_can_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsed_cache, "SMALL_BYTES", 0)
    (tmp_path / "prepared").write_text("a file where a folder should be")
    expected = read_programme(FULL, "p.toml", SOME_TIME)
    assert parsed_cache.read(FULL, "p.toml", SOME_TIME, lambda: tmp_path) == expected
    assert parsed_cache.read(FULL, "p.toml", SOME_TIME, lambda: None) == expected


def test_invalid_file_is_an_error_each_time(read: Callable[..., Loaded], tmp_path: Path) -> None:
    for _time in range(2):
        with pytest.raises(ScheduleProblem):
            read(b"schema = 1\n")
    assert not forms(tmp_path)


def test_commands_use_parsed_forms(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsed_cache, "SMALL_BYTES", 0)
    file = tmp_path / "p.toml"
    file.write_bytes(FULL)
    first = run("list", "--schedule", str(file), "--at", "2020-06-01T11:30")
    # After the test, what it suggests is read.
    with pytest.MonkeyPatch.context() as patched:
        without_reading(patched)
        assert run("list", "--schedule", str(file), "--at", "2020-06-01T11:30") == first
    assert first.code == 0


def test_command_in_a_warning_of_a_parsed_form_stays_whole(
    see: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    event = "BEGIN:VEVENT\nUID:{0}\nSUMMARY:Talk\nDTSTART:{0}T100000Z\nDURATION:PT1H\nEND:VEVENT\n"
    calendar = f"BEGIN:VCALENDAR\n{event.format(20260711)}{event.format('x')}END:VCALENDAR\n"
    Path("a.ics").write_text(calendar, "utf-8")
    for _again in range(2):
        answer = see("next", "--schedule", "a.ics", "--tz", "UTC", columns=60)
        assert answer.err == ("a.ics: skipped 1 of 2 events. For details:\ncacctl check a.ics\n")
