"""Write src/heli/kernel/calendar_facts.csv from a folder of yearly holiday notices.

    python tools/calendar_facts.py <folder with 2007.json, 2008.json, ...>

A year whose file holds no days has no notice yet and is left out.
"""

import sys
from pathlib import Path

from heli.kernel.calendar import CalendarDay
from heli.kernel.calendar_notices import NoticeError, NoticeProblem, facts_text, parse_notice

TARGET = Path(__file__).parents[1] / "src/heli/kernel/calendar_facts.csv"


def notices_in(folder: Path) -> dict[int, list[CalendarDay]]:
    """The notices of a folder by year, without the years that are not announced."""
    notices = {}
    for path in sorted(folder.glob("[0-9][0-9][0-9][0-9].json")):
        try:
            notices[int(path.stem)] = parse_notice(path.read_text("utf-8"))
        except NoticeError as error:
            if error.problem is not NoticeProblem.EMPTY:
                raise
    return notices


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    notices = notices_in(Path(arguments[0]))
    if not notices:
        print(f"no notices in {arguments[0]}", file=sys.stderr)
        return 1
    TARGET.write_text(facts_text(notices), "utf-8")
    print(f"{min(notices)}-{max(notices)}: {sum(map(len, notices.values()))} days")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
