"""Where a published re-review opinion stands: an address that neither counts nor leads to the case."""

from typing import Any
from uuid import uuid4

from django.db import migrations, models


def give_addresses(apps: Any, schema_editor: Any) -> None:
    """Give what was published before an address of its own, once for each case."""
    hearings = apps.get_model("petitions", "Hearing").objects
    for pk in hearings.filter(published_at__isnull=False).order_by("case", "-id").distinct("case").values_list("pk"):
        hearings.filter(pk=pk[0]).update(public_key=uuid4())


class Migration(migrations.Migration):
    """The field and its first values."""

    dependencies = [("petitions", "0004_annual")]

    operations = [
        migrations.AddField("hearing", "public_key", models.UUIDField(null=True, unique=True, editable=False)),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
    ]
