"""Which category a report's words suggest."""

from heli.cases.usual.suggesting import suggest

KEYWORDS = {1: "路灯 不亮 lamp", 2: "垃圾 异味", 3: "路灯杆 线缆", 4: ""}


def ids(text):
    return [each.category_id for each in suggest(text, KEYWORDS)]


def test_no_word_no_suggestion():
    assert ids("今天天气很好") == []
    assert ids("") == []


def test_the_reason_is_the_words_found():
    assert suggest("人民路口的路灯不亮", KEYWORDS)[0].words == ("不亮", "路灯")


def test_more_words_go_first():
    assert ids("路灯下有垃圾，有异味，很臭") == [2, 1]


def test_a_longer_word_swallows_the_shorter_one_inside_it():
    assert suggest("路灯杆歪了", {3: "路灯 路灯杆"})[0].words == ("路灯杆",)


def test_latin_words_are_found_from_their_beginning():
    assert ids("Two LAMPS are out") == [1]
    assert ids("The clamp is loose") == []


def test_full_width_letters_are_the_same():
    assert ids("ｌａｍｐ") == [1]


def test_at_most_three():
    assert len(suggest("a b c d", {1: "a", 2: "b", 3: "c", 4: "d"})) == 3
