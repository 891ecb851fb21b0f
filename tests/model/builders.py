"""Channels, sessions and programmes to test with, made of what matters to a test."""

from datetime import UTC, date, datetime, timedelta

from cacctl.model.programme import UNDETERMINED, Channel, Event, Link, Programme, Session

START = datetime(2020, 6, 2, 13, tzinfo=UTC)


BEFORE = START - timedelta(days=1)


AFTER = START + timedelta(days=30)


HOUR = timedelta(hours=1)


def channel(
    channel_id: str,
    *,
    carries: set[str] | None = None,
    replays: bool = False,
    url: str | None = "",
) -> Channel:
    platform, lang = channel_id.split("-", 1)
    return Channel(
        id=channel_id,
        platform=platform,
        lang=lang,
        name={"ko": f"{channel_id} 채널", "en": f"{channel_id} channel"},
        url=f"https://{platform}.example/{lang}" if url == "" else url,
        carries=None if carries is None else frozenset(carries),
        keeps_replays=replays,
        notes=(),
    )


def session(
    session_id: str,
    *,
    start: datetime = START,
    length: timedelta = HOUR,
    recordings: tuple[Link, ...] = (),
) -> Session:
    return Session(
        id=session_id,
        number=1,
        day=1,
        date=start.date(),
        start=start,
        end=start + length,
        name={"ko": f"{session_id} 대담", "en": session_id.capitalize()},
        topic={},
        host={},
        cities=(),
        speakers=(),
        recordings=recordings,
        notes=(),
    )


def programme(channels: tuple[Channel, ...], *sessions: Session) -> Programme:
    nothing: dict[str, str] = {}
    event = Event(
        id="example",
        name={"en": "Example"},
        full_name=nothing,
        theme=nothing,
        slogan=nothing,
        place=nothing,
        organiser=nothing,
        site=nothing,
        zone="Asia/Seoul",
        first_date=date(2020, 6, 1),
        last_date=date(2020, 6, 5),
        notes=(),
    )
    return Programme(event, channels, tuple(sorted(sessions, key=lambda s: s.start)))


CHANNELS = (
    channel("youtube-ko", replays=True),
    channel("youtube-en", replays=True),
    channel("facebook-en", carries={"mayors"}),
    channel("web-ko"),
    channel("web-en"),
    channel("tv-en", url=None),
)


MAYORS = session("mayors")


CULTURE = session("culture", start=START + 3 * HOUR)


LESSON = session(
    "education",
    start=START + 6 * HOUR,
    recordings=(Link("youtube-ko", "https://youtu.be/lesson"),),
)


SUMMIT = programme(CHANNELS, MAYORS, CULTURE, LESSON)


ROOM = Channel("hall", "web", UNDETERMINED, {"und": "Hall"}, None, frozenset(["talk"]), False, ())
