"""Texts to begin an answer with."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of reply templates."""

    dependencies = [("workbench", "0002_drafts"), ("organizations", "0002_standing_in")]
    operations = [
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="Chinese text")),
                ("text_en", models.TextField(blank=True, max_length=2000, verbose_name="English text")),
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                ("uses", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={"ordering": ["-uses", "name", "id"]},
        ),
    ]
