"""Every page of Heli with somebody who may open it: tests of all pages and the pictures of the manual begin here."""

from dataclasses import dataclass

from heli.service_requests.tests.visiting import person
from heli.workbench.manage.sections import SECTIONS
from tests.security.district_of_all import World
from tests.security.matrix_table import CASE_ROUTES, GROUPS, ROUTES, SEES
from tests.security.scenes import SCENE_OF, Scenes

#: Who is asked first where several may enter: those who see the most.
FIRST = ("nobody", "resident", "holder", "chen", "hot", "grid", "ma", "lead", "xin", "admin", "audit")

#: Pages that browsers keep: each has its own language, whatever the reader's is. ``test_offline_walk`` looks at them.
KEPT = "/offline/"


@dataclass(frozen=True)
class PageOf:
    """One page: its address and the person of the district who opens it."""

    who: str
    address: str


def pages(world: World) -> list[PageOf]:
    """Return every address that answers GET with 200, the sections of the administrator's pages one by one."""
    listed = {address: group for address, (group, get, _post) in ROUTES.items() if get == 200 and GROUPS[group]}
    found = [PageOf(_one_of(group), address) for address, group in listed.items() if not address.startswith(KEPT)]
    for section in SECTIONS.values():
        found += [PageOf("admin", f"/desk/manage/{section.slug}/{end}") for end in ("", "new/")]
    for address, (group, get, _post) in CASE_ROUTES.items():
        if get == 200 and GROUPS[group]:
            who = next(each for each in FIRST if each in GROUPS[group] and each in SEES["plain"])
            found.append(PageOf(who, address.format(**world.kept("plain"))))
    return list(dict.fromkeys(found))


def step_pages(world: World) -> list[PageOf]:
    """Return the page of every step in a case where it can be taken, for those who may be the ones to take it."""
    scenes = Scenes(world.district)
    for scene in scenes.made:
        world.clients[f"resident: {scene}"] = person(scenes.case(scene), language="en")
    found = []
    for step, scene in SCENE_OF.items():
        reference = scenes.case(scene).reference
        found += [PageOf(who, f"/desk/cases/{reference}/{step}/") for who in ("east", "ma", "lead", "grid")]
        found.append(PageOf(f"resident: {scene}", f"/track/{reference}/{step}/"))
    return found


def _one_of(group: str) -> str:
    return next(each for each in FIRST if each in GROUPS[group])
