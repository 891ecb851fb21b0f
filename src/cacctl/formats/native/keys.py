"""The keys of a schedule file's tables. `scripts/schedule_schema.py` makes the JSON Schema of them.

The words are for editors, which show them in English.
"""

from typing import NamedTuple

from cacctl.base.i18n import N_

SCHEMA = 1
"""The version of the format."""


class Key(NamedTuple):
    """A key of a table.

    `type` is one of the script's types, a table such as "event", or a list of tables such as
    "[session]". A required key has an `example`, which is suggested if it is missing.
    """

    type: str
    title: str
    description: str
    example: str = ""


Keys = dict[str, Key]

SCHEDULE: Keys = {
    "schema": Key("schema", "Version", "The version of this format: 1.", "schema = 1"),
    "event": Key("event", "", "", "[event]"),
    "channel": Key(
        "[channel]", "Channels", "The channels that stream the event, in order of preference."
    ),
    "session": Key("[session]", "Sessions", "The sessions; at least one.", "[[session]]"),
}

EVENT: Keys = {
    "id": Key("id", "ID", "A short identifier, used by programs.", 'id = "climate"'),
    "name": Key(
        "text",
        "Name",
        "The event's name in each language. Keep it short: it is used as a heading.",
        N_('name.en = "Climate"'),
    ),
    "full_name": Key("text", "Full name", "The full name in each language."),
    "theme": Key("text", "Theme", "The event's theme in each language."),
    "slogan": Key("text", "Slogan", "The event's slogan in each language."),
    "place": Key("text", "Place", "The event's location in each language."),
    "organiser": Key("text", "Organiser", "The organiser's name in each language."),
    "site": Key("urls", "Website", "The event's website: a URL, or one for each language."),
    "zone": Key(
        "zone",
        "Time zone",
        "A name from the IANA time zone database, spelled exactly, such as Asia/Seoul. Times "
        "without an offset are in this zone.",
        'zone = "Asia/Seoul"',
    ),
    "start": Key(
        "date",
        "First date",
        "A date without quotes, such as 2020-06-01. Default: the date of the first session.",
    ),
    "end": Key(
        "date",
        "Last date",
        "A date without quotes, such as 2020-06-05. Default: the date of the last session.",
    ),
    "refresh": Key(
        "interval",
        "Refresh",
        "For a schedule from a URL: how old a saved copy may be before it is refreshed, such as "
        '"15m" or "2h", from one minute to 30 days. Default: 15 minutes during the event and the '
        "day before it, and a day otherwise.",
    ),
    "revision": Key(
        "revision",
        "Revision",
        "A number to raise with each version you publish; exported calendars update when it "
        "increases.",
    ),
    "revised": Key(
        "time",
        "Revised",
        "The date and time of this version, without quotes, in the event's zone or with an offset.",
    ),
    "streams_api": Key(
        "url or path",
        "Streams API",
        "The URL of a streaming API in the format used by c3voc, such as "
        "https://streaming.media.ccc.de/streams/v2.json, or the path of a file in that format, "
        "relative to the schedule.",
    ),
    "recordings": Key(
        "url or path",
        "Recordings",
        "The URL of a list of recordings, or its path relative to the schedule: a TOML or CSV "
        "file, or a conference in the media.ccc.de API, such as "
        "https://api.media.ccc.de/public/conferences/38c3.",
    ),
    "delay": Key(
        "delays",
        "Delay",
        "Delays the rest of a day. If several delays apply to a session, the last one counts.",
    ),
    "streams": Key(
        "streams",
        "Streams",
        "Rules that generate stream URLs for sessions without a stream: a URL with the placeholder "
        "{room} or {track}, a table, or a list of these.",
    ),
    "note": Key("[note]", "Notes", "Notes on the event, such as where sources disagree."),
}

RULE: Keys = {
    "url": Key(
        "url template",
        "URL",
        "The URL of the live page, with a placeholder: {room}, {room.slug}, {room.name}, {track}, "
        "{track.slug} or {track.name}.",
    ),
    "platform": Key(
        "id",
        "Platform",
        "The platform, such as youtube or web. Default: inferred from the URL's host.",
    ),
    "lang": Key(
        "language",
        "Language",
        "The language of the stream, such as ko, en or pt-BR. Default: any language.",
    ),
    "replays": Key("flag", "Replays", "Whether past streams can be watched there."),
    "rooms": Key(
        "exceptions",
        "Rooms",
        "Exceptions, by room name: what to use in the URL instead, a complete URL, or an empty "
        "string for no stream.",
    ),
    "tracks": Key("exceptions", "Tracks", "Exceptions, by track name."),
}

DELAY: Keys = {
    "from": Key(
        "time",
        "From",
        "Sessions that start at or after this time on the same day are delayed.",
        "from = 2020-06-02T22:00:00",
    ),
    "minutes": Key(
        "minutes", "Minutes", "The delay in minutes; 0 ends an earlier delay.", "minutes = 20"
    ),
}

CHANNEL: Keys = {
    "id": Key("id", "ID", "Unique among channels.", 'id = "climate"'),
    "platform": Key(
        "id",
        "Platform",
        "The channel's platform, such as youtube, facebook, web or tv.",
        'platform = "youtube"',
    ),
    "lang": Key(
        "language", "Language", "The channel's language, such as ko, en or pt-BR.", 'lang = "ko"'
    ),
    "name": Key("text", "Name", "The channel's name in each language.", N_('name.en = "Climate"')),
    "url": Key(
        "url", "URL", "Where to watch the channel. Optional, for example for a television channel."
    ),
    "sessions": Key(
        "ids", "Sessions", "The IDs of the sessions on this channel. Default: all sessions."
    ),
    "replays": Key("flag", "Replays", "Whether past streams can be watched there."),
    "note": Key("[note]", "Notes", "Notes on the channel, such as where sources disagree."),
}

SESSION: Keys = {
    "id": Key(
        "session id",
        "ID",
        "Unique among sessions, with at least one letter or hyphen.",
        'id = "climate"',
    ),
    "start": Key(
        "time",
        "Start",
        "The start as announced: a date and time without quotes, such as 2020-06-02T22:00:00, in "
        "the event's zone or with an offset.",
        "start = 2020-06-02T22:00:00",
    ),
    "end": Key(
        "time",
        "End",
        "The end as announced: a date and time without quotes, at most 31 days after the start. "
        "For an end after midnight, use the next day's date.",
        "end = 2020-06-02T23:30:00",
    ),
    "moved": Key(
        "time", "Moved", "The new start. The length stays the same; leave `start` as announced."
    ),
    "cancelled": Key(
        "flag",
        "Cancelled",
        "Whether the session is cancelled. It stays in the schedule, marked as cancelled.",
    ),
    "canceled": Key("flag", "Canceled", "Same as `cancelled`, in American spelling."),
    "name": Key("text", "Name", "The session's name in each language.", N_('name.en = "Climate"')),
    "topic": Key("text", "Topic", "The session's topic in each language."),
    "description": Key(
        "text",
        "Description",
        "A longer description in each language, shown by `cacctl show`.",
    ),
    "lang": Key("language", "Language", "The session's language, such as ko, en or pt-BR."),
    "room": Key("text", "Room", "The room or stage in each language; used by `--room`."),
    "track": Key("text", "Track", "The track in each language; used by `--track`."),
    "host": Key("text", "Host", "The session's host in each language."),
    "cities": Key("texts", "Cities", "The participating cities."),
    "city_count": Key(
        "city count",
        "City count",
        "The number of participating cities, including those not listed.",
    ),
    "speakers": Key("[speaker]", "Speakers", "The session's speakers."),
    "page": Key("url", "Page", "The URL of the session's web page."),
    "stream": Key(
        "[stream]", "Streams", "Streams of only this session, used instead of a channel's URL."
    ),
    "recording": Key("[recording]", "Recordings", "Recordings of this session."),
    "link": Key(
        "[link]", "Links", "Other links of the session: its chat, slides, feedback form and so on."
    ),
    "note": Key("[note]", "Notes", "Notes on the session, such as where sources disagree."),
}

SPEAKER: Keys = {
    "name": Key("text", "Name", "The speaker's name in each language.", N_('name.en = "Climate"')),
    "role": Key("text", "Role", "The speaker's role, such as Mayor, in each language."),
    "place": Key("text", "Place", "Where the speaker is from, in each language."),
}

LINK: Keys = {
    "channel": Key("id", "Channel", "The ID of the channel.", 'channel = "youtube-ko"'),
    "url": Key("url", "URL", "Where to watch the session.", 'url = "https://www.example.org/live"'),
}

RECORDING: Keys = {
    **LINK,
    "starts": Key(
        "position",
        "Starts",
        "Where the session starts in a longer video: a number of seconds, or a string such as "
        '"1h02m03s" or "1:02:03".',
    ),
}

# A list of recordings in a file of its own.
RECORDINGS: Keys = {
    "recording": Key("[recording]", "Recordings", "The recordings.", "[[recording]]"),
}

LISTED_RECORDING: Keys = {
    "session": Key("id", "Session", "The ID or number of the session.", 'session = "climate"'),
    "url": LINK["url"],
    "channel": LINK["channel"],
    "lang": SESSION["lang"],
    "starts": RECORDING["starts"],
}

BESIDE: Keys = {
    "kind": Key(
        "link kind",
        "Kind",
        "What the link is for: chat, questions, slides, file, feedback or other.",
        'kind = "chat"',
    ),
    "url": Key("url", "URL", "The URL to open.", 'url = "https://www.example.org/chat"'),
    "name": Key("text", "Name", "The link's name in each language, if the kind is not enough."),
}

NOTE: Keys = {
    "text": Key(
        "text", "Text", "The note in each language.", N_('text.en = "The start time has changed."')
    ),
    "sources": Key("texts", "Sources", "Titles or URLs. They are shown but not opened."),
}

# Unknown keys that cannot be ignored, because they seem to change a time or to cancel something,
# with the keys that are probably meant. Words similar to the first group count as well.
GRAVE_KEYS = {
    **{key: key for key in ("start", "end", "moved", "cancelled", "delay", "zone")},
    **{key: key for key in ("from", "minutes")},
    **dict.fromkeys(("cancellation", "canceled"), "cancelled"),
    **dict.fromkeys(("postponed", "rescheduled"), "moved"),
    "duration": "end",
    "timezone": "zone",
}
GRAVE_WORDS = {
    **GRAVE_KEYS,
    **dict.fromkeys(("begin", "begins", "date", "day", "time", "start_time", "starts_at"), "start"),
    **dict.fromkeys(("end_time", "ends_at", "finish", "length", "until"), "end"),
    **dict.fromkeys(("cancel", "state", "status"), "cancelled"),
    **dict.fromkeys(("move", "move_to", "new_start"), "moved"),
    **dict.fromkeys(("time_zone", "tz"), "zone"),
}

# What other formats call a key, with the keys of cacctl's tables that it can mean.
SYNONYMS = {
    "title": ("name",),
    "abstract": ("description",),
    **dict.fromkeys(("location", "venue"), ("place", "room")),
    **dict.fromkeys(("url", "website", "link"), ("site", "page", "url")),
}
CHANNEL_WORDS = ("channel", "channels")
"""Keys of a session with which people mean what `sessions` of a channel says."""
