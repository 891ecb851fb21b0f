"""A schedule file to begin with, commented in the language in use."""

import re
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from cacctl.base import hints
from cacctl.base.i18n import _, message_language
from cacctl.formats.limits import ZONE
from cacctl.times.zones import STANDARD_TIMES, fixed_key


def schedule(now: datetime, tz: tzinfo, file: str) -> str:
    """The text of a schedule for the first two days of the month after `now` in the zone.

    `file` is what it is written into.
    """
    today = now.astimezone(tz).date()
    first = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    second = first + timedelta(days=1)
    # A fixed offset is no zone of the database, and UTC is one that every event can be put into.
    zone = tz.key if isinstance(tz, ZoneInfo) and re.fullmatch(ZONE, tz.key) else "UTC"
    if zone in STANDARD_TIMES:
        # The same time by a name that nobody takes for that of a place.
        zone = fixed_key(now.astimezone(tz).utcoffset() or timedelta())
    comments = {
        "about": _comment(
            _("A schedule for cacctl. Change what is below, then check it: {command}").format(
                command=hints.command("check", file, strict=True)
            ),
            _("Every key: docs/schedule-format.md in cacctl's sources, or {command}").format(
                command=hints.suggest("cacctl check --schema")
            ),
        ),
        "event": _comment(
            _('The event. Words can be in several languages, or one plain text: name = "..."')
        ),
        "zone": _comment(_("The time zone of the times below, as the IANA database names it.")),
        "channel": _comment(
            _("A place that streams. Say where, and take the # away once the address is known."),
            _("Without a list of sessions it carries all of them; see the second channel."),
        ),
        "session": _comment(
            _("A session. An end after midnight has the next date; times need no offset."),
        ),
    }
    text = _SCHEDULE.format(zone_key=zone, first=first, second=second, **comments)
    return text if message_language() == "ko" else _in_english(text)


def _in_english(text: str) -> str:
    """The text without its lines in Korean, and with another second channel."""
    text = re.sub(r'^\w+\.ko = .*\n|, ko = "[^"]*"', "", text, flags=re.MULTILINE)
    for korean, english in {
        'id = "youtube-ko"\nplatform = "youtube"\nlang = "ko"': (
            'id = "facebook-en"\nplatform = "facebook"\nlang = "en"'
        ),
        "YouTube (Korean)": "Facebook",
        'youtube.com/..."\nsessions': 'facebook.com/..."\nsessions',
    }.items():
        text = text.replace(korean, english)
    return text


def _comment(*lines: str) -> str:
    return "\n".join(f"# {line}" for line in lines)


_SCHEDULE = """\
{about}

schema = 1

{event}
[event]
id = "my-event"
name.en = "My Event"
name.ko = "나의 행사"
{zone}
zone = "{zone_key}"
start = {first}
end = {second}

{channel}
[[channel]]
id = "youtube-en"
platform = "youtube"
lang = "en"
name.en = "My Event on YouTube"
name.ko = "나의 행사 유튜브 (영어)"
# url = "https://www.youtube.com/..."
replays = true

[[channel]]
id = "youtube-ko"
platform = "youtube"
lang = "ko"
name.en = "My Event on YouTube (Korean)"
name.ko = "나의 행사 유튜브"
# url = "https://www.youtube.com/..."
sessions = ["opening", "talk"]
replays = true

{session}
[[session]]
id = "opening"
start = {first}T10:00:00
end = {first}T11:00:00
name.en = "Opening"
name.ko = "개막"

[[session]]
id = "talk"
start = {second}T10:00:00
end = {second}T11:30:00
name.en = "Talk"
name.ko = "강연"
topic.en = "What it is about"
topic.ko = "무엇에 관한 강연인가"
speakers = [{{ name = "A. Speaker", role = {{ en = "Mayor", ko = "시장" }} }}]
"""
