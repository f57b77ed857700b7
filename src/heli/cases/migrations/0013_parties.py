"""The people of a case besides the first, under row security like the case; their contacts are seen with it."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = r"""
ALTER TABLE cases_party ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON cases_party FOR SELECT USING (%SYSTEM% OR heli_sees(case_id));
CREATE POLICY heli_add ON cases_party FOR INSERT WITH CHECK (%SYSTEM% OR heli_sees(case_id));

CREATE OR REPLACE FUNCTION heli_sees_contact(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF heli_wrote('people_contact', wanted) THEN
    RETURN true;
  END IF;
  RETURN EXISTS (SELECT FROM cases_case WHERE contact_id = wanted AND heli_sees(id))
    OR EXISTS (SELECT FROM cases_party WHERE contact_id = wanted AND heli_sees(case_id));
END $$;
""".replace("%SYSTEM%", """starts_with(current_setting('heli.actor', true), '{"key":"system"')""")

BACKWARD = r"""
CREATE OR REPLACE FUNCTION heli_sees_contact(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF heli_wrote('people_contact', wanted) THEN
    RETURN true;
  END IF;
  RETURN EXISTS (SELECT FROM cases_case WHERE contact_id = wanted AND heli_sees(id));
END $$;
DROP POLICY heli_read ON cases_party;
DROP POLICY heli_add ON cases_party;
ALTER TABLE cases_party DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """The table, its policies, and the policy of contacts."""

    dependencies = [
        ("cases", "0012_service"),
        ("people", "0005_shortcuts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("representative", "Representative"),
                            ("agent", "Agent"),
                            ("other_side", "Other side"),
                        ],
                        max_length=20,
                    ),
                ),
                ("authority", models.CharField(blank=True, max_length=200, verbose_name="authority")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="cases.case"
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="party", to="people.contact"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="cases_party_case")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
