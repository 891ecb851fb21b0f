"""Progress on a terminal, while URLs are checked, a schedule is downloaded or yt-dlp asked."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext

from rich.console import Console
from rich.progress import Progress, track

from cacctl.base.errors import NetworkProblem
from cacctl.base.i18n import _, ngettext
from cacctl.base.interrupts import put_in_order
from cacctl.base.terminal import can_redraw
from cacctl.net.link_check import LinkStatus, check_links


def check_urls(urls: Sequence[str]) -> list[LinkStatus]:
    """Check URLs behind a progress bar, and return the results in the given order."""
    order = {url: number for number, url in enumerate(urls)}
    with put_in_order():
        answers = track(
            check_links(urls),
            _("Checking"),
            total=len(urls),
            console=Console(stderr=True),
            transient=True,
            disable=not can_redraw(sys.stderr),
        )
        return sorted(answers, key=lambda answer: order[answer.url])


def offline_problem(answers: Sequence[LinkStatus]) -> NetworkProblem | None:
    """Return the one error for several URLs if there was no connection to any of them."""
    if len(answers) < 2 or any(answer.reached for answer in answers):
        return None
    text = _("None of the {count} URLs could be reached: {reason}.")
    return NetworkProblem(
        text.format(count=len(answers), reason=answers[0].detail), _("Check your connection.")
    )


def raise_unanswered(count: int, hint: str = "") -> None:
    """Raise NetworkProblem if URLs do not work."""
    if count:
        text = ngettext("{count} URL does not work.", "{count} URLs do not work.", count)
        raise NetworkProblem(text.format(count=count), hint)


@contextmanager
def fetching() -> Iterator[Callable[[int, int | None], None]]:
    """Show a bar while a schedule is downloaded; call it with the bytes so far and in all."""
    is_drawn = can_redraw(sys.stderr)
    with (
        put_in_order() if is_drawn else nullcontext(),
        Progress(console=Console(stderr=True), transient=True, disable=not is_drawn) as bar,
    ):
        task = bar.add_task(_("Downloading"), total=None)
        yield lambda received, total: bar.update(task, completed=received, total=total)


@contextmanager
def asking() -> Iterator[None]:
    """Show on a terminal that yt-dlp is asked, until it has answered."""
    is_drawn = can_redraw(sys.stderr)
    console = Console(stderr=True)
    with (
        put_in_order() if is_drawn else nullcontext(),
        console.status(_("Searching with yt-dlp"), spinner="line") if is_drawn else nullcontext(),
    ):
        yield
