import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="stands_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="stands in for",
            ),
        ),
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
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
    ]
