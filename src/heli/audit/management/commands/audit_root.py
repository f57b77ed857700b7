"""`heli audit root`: the present root, or that of a month, as a notice to be printed and posted."""

from argparse import ArgumentParser
from textwrap import wrap
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heli.audit.models import Checkpoint
from heli.audit.signing import public_key

NOTICE = """\
审计记录公示  Public notice of the audit record

检查点 Checkpoint      {number}
时间 Time              {at:%Y-%m-%d %H:%M:%S} UTC
记录链 Chains          {chains:,}
记录条数 Entries       {entries:,}
根值 Root
{root}
密钥 Key               {key}
公钥 Public key
{public}

此根值由该时刻全部办理记录计算得出。以后任何人改动、删除其中任何一条，重新计算的结果都会与此不同。
请保留本公示；需要核对时，可向审计人员索取当时的检查点。
This root was computed from every record as it stood at that time. If anybody later changes or removes one of
them, the same computation gives another result. Keep this notice; auditors will show the checkpoint on request.
"""


class Command(BaseCommand):
    """Prints text in both languages; nothing is changed."""

    help = "Print the root of the audit record as a public notice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the month."""
        parser.add_argument("--month", metavar="YYYY-MM", help="the last checkpoint of this month (UTC)")
        parser.add_argument("--key", action="store_true", help="print the public key alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the notice."""
        if options["key"]:
            self.stdout.write(public_key().hex())
            return
        checkpoint = self._checkpoint(options["month"])
        values = {name: getattr(checkpoint, name) for name in ("number", "at", "chains", "entries", "key")}
        self.stdout.write(NOTICE.format(**values, root=_grouped(checkpoint.root), public=_grouped(public_key())))

    def _checkpoint(self, month: str | None) -> Checkpoint:
        rows = Checkpoint.objects.order_by("-number")
        if month:
            try:
                year, number = (int(part) for part in month.split("-"))
            except ValueError as wrong:
                raise CommandError("A month is written 2026-11.", returncode=2) from wrong
            rows = rows.filter(at__year=year, at__month=number)
        checkpoint = rows.first()
        if checkpoint is None:
            raise CommandError("There is no checkpoint of that time.", returncode=2)
        return checkpoint


def _grouped(value: bytes | memoryview) -> str:
    """Return 32 bytes as two lines of groups that can be read aloud."""
    groups = wrap(bytes(value).hex(), 4)
    return "\n".join("    " + " ".join(groups[at : at + 8]) for at in (0, 8))
