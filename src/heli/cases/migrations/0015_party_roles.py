"""Parties on the same side as the first, and third ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The choices."""

    dependencies = [
        ("cases", "0014_sides"),
    ]

    operations = [
        migrations.AlterField(
            model_name="party",
            name="role",
            field=models.CharField(
                choices=[
                    ("representative", "Representative"),
                    ("agent", "Agent"),
                    ("other_side", "Other side"),
                    ("own_side", "Same side"),
                    ("third", "Third side"),
                ],
                max_length=20,
            ),
        ),
    ]
