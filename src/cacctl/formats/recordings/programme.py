"""Match the recordings of a list to sessions, and make links and channels of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from cacctl.base.hints import similar
from cacctl.base.i18n import _
from cacctl.formats.common.channels import with_new_channels
from cacctl.formats.common.text import slug
from cacctl.formats.diagnostics import Advice, PathProblem, advise, quoted
from cacctl.model.platforms import host, platform
from cacctl.model.programme import UNDETERMINED, Channel, Link, Programme, Session
from cacctl.model.text import UniqueNames

if TYPE_CHECKING:
    from cacctl.formats.recordings.reader import Recording, Recordings

MOST_REPORTED = 1000
"""How many recordings without a session are reported."""
MOST_GUESSES = 20
MOST_COMPARED = 500
LONGEST_COMPARED = 64


def with_recordings(programme: Programme, found: "Recordings") -> Programme:
    """Return the programme with recordings for the sessions that have none of their own.

    One without a channel is on the channel of the session on that platform and in that language,
    else on a new one named after its host. Without a language, it is in that of the session.
    """
    sessions = _Sessions(programme, by_uid=found.is_api)
    channels = _Channels(programme)
    links: dict[str, dict[Link, None]] = defaultdict(dict)
    for recording in found.recordings:
        session = sessions.meant_by(recording.session)
        if session and not session.recordings and (channel := channels.of(recording, session)):
            links[session.id][Link(channel, recording.url, recording.starts)] = None
    if not links:
        return programme
    recorded = [
        session._replace(recordings=tuple(links[session.id])) if session.id in links else session
        for session in programme.sessions
    ]
    return programme._replace(channels=channels.all(), sessions=tuple(recorded))


def mismatches(programme: Programme, found: "Recordings") -> Iterator[PathProblem]:
    """Yield a problem for each recording whose session or channel the programme does not have."""
    if found.is_api and found.recordings and not any(s.uid for s in programme.sessions):
        text = _(
            "the sessions in this schedule have no UIDs, so recordings from media.ccc.de cannot "
            "be matched. Use the conference's schedule XML or JSON."
        )
        yield PathProblem("warning", (), advise(text))
        return
    problems = _mismatches(programme, found)
    yield from islice(problems, MOST_REPORTED)
    if left := sum(1 for _problem in problems):
        text = _("{count} more problems are not shown.")
        yield PathProblem("warning", (), advise(text, count=left))


def _mismatches(programme: Programme, found: "Recordings") -> Iterator[PathProblem]:
    sessions = _Sessions(programme, by_uid=found.is_api)
    channels = dict.fromkeys(channel.id for channel in programme.channels)
    ids = dict.fromkeys(session.id for session in programme.sessions)
    guesses = 0
    for recording in found.recordings:
        path = ("recording", recording.row)
        if sessions.meant_by(recording.session) is None:
            if found.is_api:
                text = _("{title} has a recording, but no session has the UID {uid}.")
                fields = {"title": quoted(recording.title), "uid": quoted(recording.session)}
                yield PathProblem("warning", path, advise(text, **fields))
                continue
            key, name, known = "session", recording.session, ids
            advice = advise(_("no session has the ID or number {value}."), value=quoted(name))
        elif recording.channel and recording.channel not in channels:
            key, name, known = "channel", recording.channel, channels
            text = _("no {kind} has the ID {value}.")
            advice = advise(text, kind=_("channel"), value=quoted(name))
        else:
            continue
        if guesses < MOST_GUESSES:
            guesses += 1
            advice = _guess(advice, name, known)
        yield PathProblem("warning", (*path, key), advice)


def _guess(advice: Advice, name: str, known: Iterable[str]) -> Advice:
    near = similar(name[:LONGEST_COMPARED], islice(known, MOST_COMPARED))
    return advice._replace(hint=_("Did you mean {b}?").format(b=near[0])) if near else advice


class _Sessions:
    """The sessions of a programme by what a list calls them: ID, uid or number."""

    def __init__(self, programme: Programme, *, by_uid: bool) -> None:
        uids: dict[str, list[Session]] = defaultdict(list)
        for session in programme.sessions:
            uids[session.uid.casefold()].append(session)
        self._uids = {uid: found[0] for uid, found in uids.items() if uid and len(found) == 1}
        self._names: dict[str, Session] = {}
        if not by_uid:
            self._names = {str(session.number): session for session in programme.sessions}
            self._names |= {session.id: session for session in programme.sessions}

    def meant_by(self, name: str) -> Session | None:
        """Return the session with this ID, uid or number; None if there is none, or several."""
        return self._names.get(name) or self._uids.get(name.casefold())


class _Channels:
    """The channels of a programme, and those made for recordings."""

    def __init__(self, programme: Programme) -> None:
        self._known = programme.channels
        self._ids = {channel.id for channel in programme.channels}
        self._names = UniqueNames(self._ids)
        # The channels of every session, and those of one, by site and language.
        self._general: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._special: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._made: dict[tuple[str, str], Channel] = {}
        self._carried: dict[str, set[str]] = defaultdict(set)
        for channel in programme.channels:
            site = _site(channel.platform, channel.url or "")
            if channel.carries is None:
                self._general[site, channel.lang].append(channel.id)
            for session_id in channel.carries or ():
                self._special[site, channel.lang, session_id].append(channel.id)

    def of(self, recording: "Recording", session: Session) -> str:
        """Return the ID of the channel of a session's recording; "" if it names an unknown one."""
        if recording.channel:
            return recording.channel if recording.channel in self._ids else ""
        where, lang = platform(recording.url), recording.lang or session.lang or UNDETERMINED
        site = _site(where, recording.url)
        special = self._special.get((site, lang, session.id), [])
        known = special or self._general.get((site, lang), [])
        if len(known) == 1:
            return known[0]
        if (site, lang) not in self._made:
            self._made[site, lang] = self._new(where, lang, recording.url)
        made = self._made[site, lang].id
        self._carried[made].add(session.id)
        return made

    def _new(self, where: str, lang: str, url: str) -> Channel:
        name = host(url).removeprefix("www.")
        stem = slug(name) or "recordings"
        return Channel(
            self._names.unique(stem if lang == UNDETERMINED else f"{stem}-{lang.lower()}"),
            where,
            lang,
            {UNDETERMINED: name},
            url=None,
            carries=None,
        )

    def all(self) -> tuple[Channel, ...]:
        """Return all channels, the new ones with the sessions that have a recording there."""
        return with_new_channels(self._known, self._made.values(), self._carried)


def _site(where: str, url: str) -> str:
    """Return what a channel is on: its platform, or if that is the web, its host."""
    return where if where != "web" else f"web {host(url)}"
