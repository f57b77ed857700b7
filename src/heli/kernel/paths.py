"""Paths of territory and of units: segments from the top down, each followed by "/". Only whole segments match."""

SEPARATOR = "/"


def whole(path: str) -> str:
    """Return ``path`` with its last segment closed, so that "1/2" stands for "1/2/" and never begins "1/20/"."""
    return path if not path or path.endswith(SEPARATOR) else path + SEPARATOR


def lies_in(path: str, outer: str) -> bool:
    """Whether ``path`` is ``outer`` or lies below it. Nothing lies in an empty path: no territory is not everywhere."""
    return bool(outer) and whole(path).startswith(whole(outer))
