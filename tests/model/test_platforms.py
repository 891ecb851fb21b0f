"""The platform of a URL, by its host."""

from time import process_time

from cacctl.model.platforms import platform


def test_host_of_many_dots_is_looked_up_quickly() -> None:
    started = process_time()
    assert platform("https://" + "a." * 200_000 + "youtube.com/x") == "web"
    assert process_time() - started < 1
