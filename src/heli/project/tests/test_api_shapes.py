"""Shapes of the API: the document knows each by its name alone, so no two may share one."""

from collections import Counter
from collections.abc import Iterator

from django.urls import get_resolver
from ninja import Schema


def _below(shape: type[Schema]) -> Iterator[type[Schema]]:
    for each in shape.__subclasses__():
        yield each
        yield from _below(each)


def test_no_two_shapes_of_the_api_share_a_name():
    assert get_resolver().url_patterns
    own = {each for each in _below(Schema) if each.__module__.startswith("heli.")}
    counted = Counter(each.__name__ for each in own)
    assert len(counted) > 50
    assert [name for name, number in counted.items() if number > 1] == []
