"""`channels --check` against a real server on the loopback address."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import jsonschema
import pytest

from tests.conftest import ROOT, Run

SCHEMA = json.loads((ROOT / "src/cacctl/schemas/answer.schema.json").read_text("utf-8"))


class Handler(BaseHTTPRequestHandler):
    """Answers with the status that is the path."""

    def do_GET(self) -> None:
        self.send_response(int(self.path[1:]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def schedule(folder: Path, *addresses: str) -> str:
    """A schedule with a channel for each address."""
    channels = "".join(
        f'[[channel]]\nid = "c{n}"\nplatform = "web"\nlang = "en"\nname = "C{n}"\nurl = "{url}"\n'
        for n, url in enumerate(addresses)
    )
    path = folder / "schedule.toml"
    path.write_text(
        'schema = 1\n[event]\nid = "e"\nname = "E"\nzone = "Asia/Seoul"\n'
        f'{channels}[[channel]]\nid = "tv"\nplatform = "tv"\nlang = "en"\nname = "TV"\n'
        '[[session]]\nid = "s"\nname = "S"\n'
        "start = 2020-06-03T09:00:00\nend = 2020-06-03T10:00:00\n",
        "utf-8",
    )
    return str(path)


def test_all_answer(run: Run, see: Run, server: str, tmp_path: Path) -> None:
    path = schedule(tmp_path, f"{server}/200", f"{server}/204")
    plain = run("channels", "--check", "--schedule", path)
    assert plain == (0, f"Event: E\n{server}/200: answers\n{server}/204: answers\n", "")
    shown = see("channels", "--check", "--schedule", path)
    assert shown.code == 0
    assert f"{server}/200" in shown.out


def test_one_does_not(run: Run, see: Run, server: str, tmp_path: Path) -> None:
    path = schedule(tmp_path, f"{server}/200", f"{server}/404", f"{server}/500")
    for answer in (run("channels", "--check", "--schedule", path),
                   see("channels", "--check", "--schedule", path)):  # fmt: skip
        assert answer.code == 4
        assert answer.err == "cacctl: 2 URLs don't respond.\n"
        assert "page not found (404)" in answer.out
    document = run("channels", "--check", "--json", "--schedule", path)
    assert document.code == 4
    answer_json = json.loads(document.out)
    jsonschema.validate(answer_json, SCHEMA)
    assert [check["status"] for check in answer_json["checks"]] == [200, 404, 500]


def test_the_same_address_on_two_channels_is_told_of_once(
    run: Run, server: str, tmp_path: Path
) -> None:
    path = schedule(tmp_path, f"{server}/200", f"{server}/200")
    assert (
        run("channels", "--check", "--schedule", path).out == f"Event: E\n{server}/200: answers\n"
    )
