"""Values of JSON objects, any of which can be missing or of another type than expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Any]

NAME_KEYS = ("public_name", "full_public_name", "name", "title", "en")


def words(value: object, lang: str = "") -> str:
    """Return the text of a value, or of an object by its name or by language; else ""."""
    # Fast paths: most values are texts or missing.
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    # The name in an object can itself be an object of languages.
    for _level in range(3):
        if isinstance(value, str):
            return value.strip()
        if not isinstance(value, Mapping):
            return ""
        keys = (lang, *NAME_KEYS, *value)
        value = next((value[key] for key in keys if value.get(key)), "")
    return ""


def text_in(fields: Mapping[str, object], key: str) -> str:
    """Return the text with this key; "" if there is none, or another value."""
    value = fields.get(key)
    return value.strip() if isinstance(value, str) else ""


def items(value: object) -> list[Any]:
    """Return the items of a list, or the values of an object in its place; else no items."""
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def is_object(value: object) -> bool:
    return isinstance(value, Mapping)
