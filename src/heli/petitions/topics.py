"""The topics of petitions: the district's own for them, else every topic that a petition can have."""

from heli.cases.usual.choices import topics_in
from heli.organizations.models import Category
from heli.organizations.responsibility import registry
from heli.petitions.procedure import FAMILY

#: How the codes of topics end that take what fits nowhere else.
OTHER = ".other"


def topics() -> list[Category]:
    """Return the topics that name petitions; where the district keeps none, all that serve them."""
    known = registry().leaves(FAMILY.code)
    return [each for each in known if FAMILY.code in _named(each)] or known


def _named(topic: Category) -> list[str]:
    return topic.families or (topic.parent.families if topic.parent else [])


def topic_for(text: str) -> Category:
    """Return the topic that the words of ``text`` suggest, else the one for other matters: a topic is no condition."""
    known = topics()
    found = topics_in(text, known)
    if found:
        return registry().categories[found[0].category_id]
    return next((each for each in known if each.code.endswith(OTHER)), known[-1])
