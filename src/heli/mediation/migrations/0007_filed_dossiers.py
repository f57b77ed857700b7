"""Dossiers as they were filed; rulings that were revoked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column and one table."""

    dependencies = [
        ("cases", "0016_charges"),
        ("mediation", "0006_consents"),
        ("papers", "0006_letters"),
    ]

    operations = [
        migrations.AlterField(
            model_name="confirmation",
            name="result",
            field=models.CharField(
                blank=True,
                choices=[
                    ("confirmed", "confirmed as valid"),
                    ("dismissed", "dismissed"),
                    ("not_accepted", "not accepted"),
                    ("withdrawn", "withdrawn, or counted as withdrawn"),
                    ("revoked", "confirmed first, and revoked on an objection"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="FiledDossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="filed_dossiers", to="cases.case"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.event"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="papers.storedfile"
                    ),
                ),
            ],
        ),
    ]
