"""Further tiles of the start page: domains add theirs when they are loaded."""

from dataclasses import dataclass

from heli.kernel.procedures import Text


@dataclass(frozen=True)
class Tile:
    """Something big to do: where it leads, by the name of its address."""

    label: Text
    hint: Text
    icon: str
    url_name: str


_tiles: dict[str, Tile] = {}


def add(tile: Tile) -> None:
    """Show ``tile`` from now on; called once from an AppConfig."""
    _tiles[tile.url_name] = tile


def tiles() -> list[Tile]:
    """Return them in the order in which they were added."""
    return list(_tiles.values())
