"""How problems are collected and reported: all at once, in order, with the nearest key."""

import pytest

from cacctl.base import i18n
from cacctl.base.errors import ScheduleProblem
from cacctl.formats.native import keys, problems, reader
from tests.conftest import SOME_TIME
from tests.formats.native.schedules import (
    FULL,
    SMALLEST,
    changed,
    line_of,
    load,
    many,
    only_problem,
    refused,
    with_end,
    with_start,
)


def test_error_is_kept_among_very_many_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MOST_PROBLEMS", 100)
    strange = "".join(f"k{n} = 1\n" for n in range(problems.MOST_PROBLEMS + 10))
    text = changed('id = "meetup"', strange + "id = 1")
    found = reader.read(text.encode(), "p.toml", SOME_TIME).problems
    assert problems.MOST_PROBLEMS <= len(found) <= problems.MOST_PROBLEMS + 1
    assert sum(problem.severity == "error" for problem in found) == 1


def test_every_problem_is_reported_at_once_in_order() -> None:
    text = with_start("2020-06-02T24:30:00").replace("2020-06-02T23:30:00", "2020-02-30T10:00:00")
    text = changed('"Meetup"', "3", text).replace("Asia/Seoul", "Asia/Soul")
    places = [problem.split(": ")[:2] for problem in refused(text)]
    assert places == [
        ["p.toml:5", "event, name"],
        ["p.toml:6", "event, zone"],
        ["p.toml:10", "session 1 (welcome), start"],
        ["p.toml:11", "session 1 (welcome), end"],
    ]


@pytest.mark.parametrize(
    ("text", "old", "new", "where", "meant"),
    [
        (SMALLEST, "[event]", "evnt = 1\n[event]", "evnt: ", "event"),
        (SMALLEST, "zone =", "thema = 1\nzone =", "event, thema: ", "theme"),
        (FULL, "lang =", "replay = true\nlang =", "channel 1 (youtube-en), replay: ", "replays"),
        (FULL, "[[session.note]]", "[[session.nots]]", "session 1 (opening), nots: ", "note"),
        (FULL, "role = {", "roles = {", "session 1 (opening), speakers 1, roles: ", "role"),
    ],
)
def test_unknown_key_is_warned_about_with_the_nearest_one(
    text: str, old: str, new: str, where: str, meant: str
) -> None:
    text = changed(old, new, text)
    (warning,) = load(text).warnings
    assert warning.startswith(f"p.toml:{line_of(new, text)}: warning: {where}")
    assert f"Did you mean {meant}?" in warning


@pytest.mark.parametrize(
    ("old", "key", "meant"),
    [
        ("zone =", 'location = "Berlin"', "place"),
        ("zone =", 'url = "https://www.example.org"', "site"),
        ('name = "Welcome"', 'location = "Hall"', "room"),
        ('name = "Welcome"', 'URL = "https://www.example.org"', "page"),
        ('name = "Welcome"', 'Abstract = "A"', "description"),
        ('name = "Welcome"', 'title = "A"', "name"),
    ],
)
def test_key_of_another_format_is_warned_about_with_the_one_meant(
    old: str, key: str, meant: str
) -> None:
    (warning,) = load(changed(old, f"{key}\n{old}")).warnings
    assert warning.endswith(f"unknown key, ignored. Did you mean {meant}?")


def test_key_of_another_format_is_named_where_one_is_missing() -> None:
    assert "Use name instead of title" in only_problem(changed('name = "Welc', 'title = "Welc'))


@pytest.mark.parametrize("key", ['channel = "yt"', 'channels = ["yt"]'])
def test_channel_of_a_session_is_warned_about_with_what_ties_them(key: str) -> None:
    (warning,) = load(changed('name = "Welcome"', f'{key}\nname = "Welcome"')).warnings
    assert warning.endswith(
        "unknown key, ignored. "
        "Add the session to its channel's sessions, or use [[session.stream]]."
    )


@pytest.mark.parametrize("key", ["panel", "canvas", "candle", "stage", "art"])
def test_key_that_changes_a_time_is_not_suggested_for_another_word(key: str) -> None:
    (warning,) = load(changed('name = "Welcome"', f'{key} = 1\nname = "Welcome"')).warnings
    assert not any(f"mean {grave}?" in warning for grave in keys.GRAVE_KEYS)


@pytest.mark.parametrize(
    ("old", "key", "where", "meant"),
    [
        ('name = "Welcome"', "canceld = true", "session 1 (welcome), canceld: ", "cancelled"),
        ('name = "Welcome"', "cancelation = 1", "session 1 (welcome), cancelation: ", "cancelled"),
        ('name = "Welcome"', "STATUS = 'off'", "session 1 (welcome), STATUS: ", "cancelled"),
        ('name = "Welcome"', "move = 2020-06-02T23:00:00", "session 1 (welcome), move: ", "moved"),
        ('name = "Welcome"', "duration = 90", "session 1 (welcome), duration: ", "end"),
        ('name = "Welcome"', "ends = 2020-06-02", "session 1 (welcome), ends: ", "end"),
        ('name = "Welcome"', "date = 2020-06-02", "session 1 (welcome), date: ", "start"),
        ("zone =", "timezone = 'UTC'", "event, timezone: ", "zone"),
        ("zone =", "dely = 1", "event, dely: ", "delay"),
        ("zone =", "cancelled = true", "event, cancelled: ", ""),
        ("[event]", "[[delay]]", "delay: ", ""),
    ],
)
def test_unknown_key_that_seems_to_change_a_time_is_refused(
    old: str, key: str, where: str, meant: str
) -> None:
    problem = only_problem(changed(old, f"{key}\n{old}"))
    assert problem.startswith(
        f"p.toml:{line_of(old, SMALLEST)}: {where}unknown key that may affect "
    )
    assert problem.endswith(f"Did you mean {meant}?" if meant else "Correct or remove it.")


@pytest.mark.parametrize("key", ["stage", "format", "type", "level", "stream_count", "theme"])
def test_other_unknown_keys_are_warned_about(key: str) -> None:
    loaded = load(changed('name = "Welcome"', f'{key} = 1\nname = "Welcome"'))
    assert len(loaded.warnings) == 1


def test_mistyped_required_key_is_named() -> None:
    problem = only_problem(changed("end =", "ende ="))
    assert problem.startswith("p.toml:11: ")
    assert "Use end instead of ende" in problem


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("schema = 1\n", "schema is missing"),
        ('id = "meetup"\n', "event: id is missing"),
        ('name = "Meetup"\n', "event: name is missing"),
        ('zone = "Asia/Seoul"\n', "event: zone is missing"),
        ('id = "welcome"\n', "session 1: id is missing"),
        ("start = 2020-06-02T22:00:00\n", "session 1 (welcome): start is missing"),
        ("end = 2020-06-02T23:30:00\n", "session 1 (welcome): end is missing"),
        ('name = "Welcome"\n', "session 1 (welcome): name is missing"),
    ],
)
def test_missing_key_is_refused(line: str, where: str) -> None:
    assert where in only_problem(changed(line, ""))


@pytest.mark.parametrize(
    "line",
    [
        'id = "youtube-en"\n', 'platform = "youtube"\n', 'lang = "en"\n',
        'name.en = "Example City on YouTube"\n', 'channel = "youtube-en"\n',
        'url = "https://www.example.org/opening"\n', 'text.en = "It began late."\n',
        'name = { en = "A. Speaker" }, ',
    ],
)  # fmt: skip
def test_missing_key_of_a_nested_table_is_refused(line: str) -> None:
    assert any("is missing" in problem for problem in refused(changed(line, "", FULL)))


def test_thousands_of_sessions_are_read_and_all_their_problems_reported() -> None:
    assert len(load(many(5_000)).programme.sessions) == 5_000
    assert len(refused(many(5_000, "1"))) == 5_000
    mistyped = refused(many(5_000).replace('name = "S"', 'nam = "S"'))
    assert sum("name is missing" in line for line in mistyped) == 5_000


def test_hint_of_a_refusal_is_the_only_or_the_first_problem() -> None:
    with pytest.raises(ScheduleProblem) as one:
        load(with_end("1"))
    assert one.value.message == "p.toml is not a valid schedule (1 problem)."
    assert one.value.hint == one.value.problems[0]
    with pytest.raises(ScheduleProblem) as two:
        load(with_end("1").replace("schema = 1", "schema = 0"))
    assert two.value.message == "p.toml is not a valid schedule (2 problems)."
    assert two.value.problems[0] in two.value.hint


@pytest.mark.parametrize(
    ("lang", "text", "where", "hint"),
    [
        ("en", changed('id = "meetup"', "id = 1"), "p.toml:4: event, id: ", ""),
        ("ko", changed('id = "meetup"', "id = 1"), "p.toml:4: 행사, id: ", ""),
        (
            "en",
            changed('name = "Meetup"', ""),
            "p.toml:3: event: ",
            'for example: name.en = "Climate"',
        ),
        ("ko", changed('name = "Meetup"', ""), "p.toml:3: 행사: ", '예: name.ko = "기후·환경"'),
    ],
)
def test_event_and_the_example_of_a_name_are_in_the_viewers_language(
    lang: str, text: str, where: str, hint: str
) -> None:
    i18n.use_language(lang)
    problem = only_problem(text)
    assert problem.startswith(where)
    assert hint in problem
