"""Units that mediate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The choices."""

    dependencies = [
        ("organizations", "0004_centre"),
    ]

    operations = [
        migrations.AlterField(
            model_name="unit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("district_centre", "District coordination centre"),
                    ("street_centre", "Town or street coordination centre"),
                    ("department", "Department"),
                    ("station", "Station"),
                    ("company", "Public-service company"),
                    ("oversight", "Discipline inspection and supervision"),
                    ("petition_office", "Petition office"),
                    ("mediation_centre", "Mediation centre"),
                    ("mediation", "Mediation committee or group"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
    ]
