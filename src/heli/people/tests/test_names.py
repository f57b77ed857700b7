"""Names of staff: read in the reader's language, kept on record as they are written in Chinese."""

from django.utils import translation

from heli.people.models import User


def test_a_name_is_read_in_the_language_of_the_reader_and_recorded_in_one() -> None:
    both, one, none = User(name="苏女士", name_en="Su Min"), User(name="蔡女士"), User(username="cai")
    with translation.override("en"):
        assert [str(each) for each in (both, one, none)] == ["Su Min", "蔡女士", "cai"]
        assert (both.label, both.written) == ("Su Min", "苏女士")
    with translation.override("zh-hans"):
        assert [each.label for each in (both, one, none)] == ["苏女士", "蔡女士", "cai"]
