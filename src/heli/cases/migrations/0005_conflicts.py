import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models

#: The last number of a path is the id of the unit that it leads to.
TO_IDS = """
UPDATE cases_case SET excluded_units = ARRAY[(regexp_match(excluded_path, '([0-9]+)/$'))[1]::bigint]
WHERE excluded_path <> ''
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_counting_indexes"),
        ("organizations", "0002_standing_in"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="cases_open_facts",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="cases_opened_facts",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="cases_closed_facts",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="cases_excluded",
        ),
        migrations.AddField(
            model_name="case",
            name="excluded_people",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="excluded_units",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="oversight",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(TO_IDS, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="case",
            name="excluded_path",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["area_path"],
                include=(
                    "state",
                    "unit",
                    "category",
                    "due_at",
                    "warn_at",
                    "public",
                    "excluded_units",
                    "excluded_people",
                ),
                name="cases_open_facts",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["opened_at"],
                include=("area_path", "category", "unit", "public", "excluded_units", "excluded_people"),
                name="cases_opened_facts",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["closed_at"],
                include=("area_path", "category", "unit", "public", "excluded_units", "excluded_people"),
                name="cases_closed_facts",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("excluded_units", []), _negated=True),
                fields=["excluded_units"],
                name="cases_excluded_units",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("excluded_people", []), _negated=True),
                fields=["excluded_people"],
                name="cases_excluded_people",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("oversight", True)), fields=["order_at", "id"], name="cases_oversight"
            ),
        ),
    ]
