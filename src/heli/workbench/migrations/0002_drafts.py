"""Drafts of officers, shown to their writers alone by the database itself; and who is at a case just now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import heli.people.sealed_fields

FORWARD = r"""
ALTER TABLE workbench_draft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_own ON workbench_draft FOR ALL
  USING (%SYSTEM% OR %OWN%) WITH CHECK (%SYSTEM% OR %OWN%);
""".replace("%SYSTEM%", """starts_with(current_setting('heli.actor', true), '{"key":"system"')""").replace(
    "%OWN%", "nullif(current_setting('heli.actor', true), '')::jsonb ->> 'key' = 'staff:' || user_id"
)

BACKWARD = """
DROP POLICY heli_own ON workbench_draft;
ALTER TABLE workbench_draft DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """The two tables, and the policy of drafts."""

    dependencies = [
        ("workbench", "0001_saved_views"),
        ("cases", "0007_internal_notes"),
        ("people", "0004_drop_readable"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=40)),
                ("state", models.CharField(blank=True, max_length=40)),
                ("submission", models.UUIDField(null=True)),
                ("values", heli.people.sealed_fields.SealedTextField()),
                ("kept_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "key",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.subjectkey",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kept_at"], name="workbench_draft_age")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("case__isnull", False)),
                        fields=("user", "case", "step"),
                        name="workbench_draft_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(blank=True, max_length=40)),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["seen_at"], name="workbench_presence_age")],
                "constraints": [models.UniqueConstraint(fields=("case", "user"), name="workbench_presence_once")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
