"""Which URLs may be opened: one rule, checked when they are read and again before use."""

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from cacctl.base.i18n import _

if TYPE_CHECKING:
    from urllib.parse import SplitResult

LONGEST_URL = 2048
LONGEST_HOST = 253
LONGEST_LABEL = 63
LARGEST_PORT = 65535

_AUTHORITY = r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(?::([0-9]{1,5}))?"
_DECIMAL_IPV4 = r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){3}"
_LABEL = r"(?!-)[\w-]+(?<!-)"

YOUTUBE = ("youtube.com", "youtube-nocookie.com")
PRIVATE_DOMAINS = (
    "localhost", "local", "internal", "home.arpa",
    "intranet", "private", "corp", "home", "lan",
    "fritz.box",
)  # fmt: skip


def url_problem(url: str) -> str | None:
    """Return why `url` must not be opened, as the end of a sentence; None when it may be.

    Allowed is `http` or `https` with a host, without user or password, and without any space,
    control character or backslash. Nothing is repaired: programs disagree about such URLs
    (https://docs.python.org/3/library/urllib.parse.html, "URL parsing security": `urlsplit` drops
    tabs and line breaks), so a URL that could be read in two ways is refused.
    """
    if not url:
        return _("the URL is empty")
    if len(url) > LONGEST_URL:
        return _("the URL is longer than {count} characters").format(count=LONGEST_URL)
    if url.split() != [url]:
        return _("the URL contains a space or a line break")
    if not url.isprintable():
        return _("the URL contains a control character or other invisible character")
    if "\\" in url:
        return _("the URL contains a backslash")
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.lower() not in ("http", "https"):
        return _("the URL does not start with https:// or http://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if "@" in authority:
        return _("the URL contains a username or a password")
    if not authority or authority.startswith(":"):
        return _("the URL has no host")
    match = re.fullmatch(_AUTHORITY, authority)
    if not match or not _is_host(match[1]):
        return _("the URL's host is invalid")
    if match[2] and not 0 < int(match[2]) <= LARGEST_PORT:
        return _("the URL's port is not between 1 and {largest}").format(largest=LARGEST_PORT)
    return None


def with_https(url: str) -> str:
    """Return a URL at webcal://, where calendars are subscribed to, at https://; others as is."""
    return re.sub(r"\Awebcals?://", "https://", url, flags=re.IGNORECASE)


def is_secure(url: str) -> bool:
    """Return whether nobody on the way can change what comes from `url`: https, or this machine."""
    if url.lower().startswith("https:"):
        return True
    host = re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0]
    name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return bool(re.fullmatch(r"localhost|127\.\d+\.\d+\.\d+|\[::1\]", name, re.IGNORECASE))


def is_private(url: str) -> bool:
    """Return whether a URL's host is by its name or address on this machine or its network.

    Names without a dot are, and those in PRIVATE_DOMAINS: that of this machine (RFC 6761, 6.3),
    those of multicast DNS (RFC 6762, 3), of home networks (RFC 8375) and for private use
    (ICANN's `.internal`, https://datatracker.ietf.org/doc/draft-davies-internal-tld/), those that
    networks use without such a rule (RFC 6762, appendix G), and that of a common router.
    """
    from ipaddress import ip_address
    from urllib.parse import urlsplit

    host = (urlsplit(url).hostname or "").removesuffix(".")
    try:
        # Forms such as 0x7f.1 are addresses to some programs: their last part is a number.
        if ":" not in host and re.fullmatch(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)", host):
            return not re.fullmatch(_DECIMAL_IPV4, host) or not ip_address(host).is_global
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or any(is_within(host, domain) for domain in PRIVATE_DOMAINS)


def at_position(url: str, seconds: int) -> str:
    """Return the URL of a video from this many seconds after its start on.

    YouTube and Twitch read it from the query, others from a fragment
    (https://www.w3.org/TR/media-frags/#naming-time). In YouTube's embedded player it is `start`
    (https://developers.google.com/youtube/player_parameters#start). A fragment that is not a
    position can be what the page shows, so such a URL stays as it is.
    """
    if not seconds:
        return url
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if parts.fragment.startswith("t="):
        parts = parts._replace(fragment="")
    host = parts.hostname or ""
    if host == "youtu.be" or any(is_within(host, domain) for domain in YOUTUBE):
        key, value = "start" if parts.path.startswith("/embed/") else "t", str(seconds)
    elif is_within(host, "twitch.tv"):
        minutes, seconds = divmod(seconds, 60)
        key, value = "t", f"{minutes // 60}h{minutes % 60}m{seconds}s"
    elif parts.fragment:
        return url
    else:
        unit = "s" if is_within(host, "vimeo.com") else ""
        return parts._replace(fragment=f"t={seconds}{unit}").geturl()
    fields = [f for f in parts.query.split("&") if f and f.partition("=")[0] not in ("t", "start")]
    return parts._replace(query="&".join([*fields, f"{key}={value}"])).geturl()


def is_on_site_of(url: str, other: str) -> bool:
    """Return whether a valid URL is on the host and port of another, and as secure.

    Hosts are the same with `www.` or `m.` before them.
    """
    from urllib.parse import urlsplit

    def site(parts: "SplitResult") -> tuple[str, int | None]:
        return re.sub(r"^(?:www|m)\.", "", parts.hostname or ""), parts.port

    found, own = urlsplit(url), urlsplit(other)
    return site(found) == site(own) and (found.scheme == "https" or own.scheme != "https")


def is_within(host: str, domain: str) -> bool:
    """Return whether a host is a domain or below it."""
    return host == domain or host.endswith(f".{domain}")


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return _is_ipv6(host[1:-1])
    # A letter that normalizes to another one, or to a dot or a slash, would name another host.
    if len(host) > LONGEST_HOST or normalize("NFKC", host) != host:
        return False
    return all(
        re.fullmatch(_LABEL, label) and len(_encoded(label)) <= LONGEST_LABEL
        for label in host.removesuffix(".").split(".")
    )


def _encoded(label: str) -> bytes:
    return label.encode() if label.isascii() else b"xn--" + label.lower().encode("punycode")


def _is_ipv6(text: str) -> bool:
    from ipaddress import AddressValueError, IPv6Address

    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True
