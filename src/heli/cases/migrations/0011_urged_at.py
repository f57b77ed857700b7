"""When the person last asked to hurry, beside the case: every kind of case asks it before it lets them ask again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column, empty."""

    dependencies = [("cases", "0010_centre")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="urged_at",
            field=models.DateTimeField(null=True),
        ),
    ]
