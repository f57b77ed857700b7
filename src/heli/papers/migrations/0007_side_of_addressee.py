"""Which side a letter is addressed to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [
        ("papers", "0006_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="addressee",
            name="side",
            field=models.PositiveSmallIntegerField(default=0, null=True),
        ),
    ]
