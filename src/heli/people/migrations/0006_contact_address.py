"""Where letters reach a person: the law of some matters asks for it, and papers are served there."""

from django.db import migrations

from heli.people.sealed_fields import SealedCharField


class Migration(migrations.Migration):
    """A sealed column, empty for the contacts that are there."""

    dependencies = [("people", "0005_shortcuts")]

    operations = [
        migrations.AddField(
            "contact", "address", SealedCharField(blank=True, max_length=200, verbose_name="postal address")
        ),
    ]
