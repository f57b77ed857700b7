"""Until when the body that handed a petition down wants its report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One day, beside the body and its number."""

    dependencies = [("petitions", "0001_initial")]

    operations = [
        migrations.AddField(
            "petition", "report_by", models.DateField(null=True, verbose_name="report to them, last day")
        ),
    ]
