import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_residents"),
        ("organizations", "0002_standing_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=11)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("danger", "Danger to life, health or property"),
                            ("absence", "Whoever handles it cannot be reached, and it cannot wait"),
                            ("inquiry", "Inquiry of a court, prosecutor or supervising body"),
                            ("person", "The person is here and asks for help with it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=1000)),
                ("hours", models.PositiveSmallIntegerField()),
                ("beforehand", models.BooleanField()),
                ("asked_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not decided"), ("confirmed", "Confirmed"), ("refused", "Refused")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "until"], name="access_emergency_user"),
                    models.Index(fields=["-asked_at"], name="access_emergency_asked"),
                    models.Index(fields=["reference"], name="access_emergency_case"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="access_emergency_two_people",
                    )
                ],
            },
        ),
    ]
