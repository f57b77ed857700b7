"""Failed sign-ins on record, within bounds: strangers can fail as often as they like and fill nothing with it.

One account leaves 20 entries a day and all accounts together 1,000; beyond that failures are counted, and only every
power of ten is written. Known and unknown accounts are treated alike and cost the same.
"""

from django.db import transaction
from django.utils import timezone

from heli.access.actors import NOBODY
from heli.access.denials import WRITTEN_SINGLY, count_of, is_power_of_ten
from heli.audit.record import write
from heli.people.models import User

CHAIN = "accounts"
VERB = "sign_in.refused"
#: So many failures of all accounts together are written one by one on one day.
ALL_WRITTEN_SINGLY = 1000


@transaction.atomic
def record_failure(account: str, mark: str, shown: str) -> None:
    """Count a failed sign-in to ``account`` and write it where it is due. ``shown``: password, factor or key.

    The entry names the account where there is one; whatever else was typed stands in it as the hash ``mark`` only.
    """
    now = timezone.now()
    day = timezone.localdate(now).isoformat()
    together = count_of(day, "sign-in", VERB)
    count = count_of(day, f"sign-in:{mark}", VERB) if together <= ALL_WRITTEN_SINGLY else 0
    user = User.objects.filter(username__iexact=account).values_list("pk", flat=True).first()
    if (count <= WRITTEN_SINGLY and count) or is_power_of_ten(together):
        data = {"account": f"staff:{user}" if user else mark, "shown": shown, "count": together}
        write(CHAIN, VERB, at=now, actor=NOBODY.key, data=data)
