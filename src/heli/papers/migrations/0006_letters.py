"""Letters: texts that offices edit, numbers, addressees."""

import django.db.models.deletion
from django.db import migrations, models

import heli.people.sealed_fields


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0002_standing_in"),
        ("papers", "0005_receipts_by_account"),
        ("people", "0005_shortcuts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(db_index=True, max_length=20)),
                ("name", heli.people.sealed_fields.SealedCharField(blank=True, max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PaperCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PaperTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=60, verbose_name="title on the paper")),
                ("heading_en", models.CharField(blank=True, max_length=120, verbose_name="English line below it")),
                ("body", models.TextField(max_length=8000, verbose_name="text")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=60)),
                ("made_by_name", models.CharField(blank=True, max_length=80)),
                ("note", models.CharField(max_length=300, verbose_name="what was changed, and why")),
                ("in_force", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="issuedpaper",
            name="number",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AddField(
            model_name="issuedpaper",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
            ),
        ),
        migrations.AddField(
            model_name="issuedpaper",
            name="version",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="issuedpaper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("kind", "unit", "number"),
                name="papers_number_once",
            ),
        ),
        migrations.AddField(
            model_name="addressee",
            name="key",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.subjectkey",
            ),
        ),
        migrations.AddField(
            model_name="addressee",
            name="paper",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="addressee", to="papers.issuedpaper"
            ),
        ),
        migrations.AddField(
            model_name="papercounter",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="papertemplate",
            constraint=models.UniqueConstraint(fields=("kind", "version"), name="papers_template_version"),
        ),
        migrations.AddConstraint(
            model_name="papertemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("in_force", True)), fields=("kind",), name="papers_template_one_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="papercounter",
            constraint=models.UniqueConstraint(fields=("kind", "unit", "year"), name="papers_counter_once"),
        ),
    ]
