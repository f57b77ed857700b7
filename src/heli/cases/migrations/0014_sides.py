"""Sides of a case: a number and a query code of their own; who proves a side sees their own contact and no other."""

from django.db import migrations, models

FORWARD = r"""
CREATE POLICY heli_change ON cases_party FOR UPDATE USING (%SYSTEM% OR heli_sees(case_id));

CREATE FUNCTION heli_is_own(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce(nullif(current_setting('heli.actor', true), '')::jsonb -> 'own' ? wanted, false);
END $$;

-- Whether who is named has the case but as one of its other sides: then only their own contact is theirs to see.
CREATE FUNCTION heli_is_beside(about text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN heli_is_proved(about) AND NOT heli_is_own(about);
END $$;

CREATE OR REPLACE FUNCTION heli_sees_contact(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF heli_wrote('people_contact', wanted) THEN
    RETURN true;
  END IF;
  RETURN EXISTS (
    SELECT FROM cases_case WHERE contact_id = wanted AND heli_sees(id) AND NOT heli_is_beside(reference)
  ) OR EXISTS (
    SELECT FROM cases_party p JOIN cases_case c ON c.id = p.case_id
    WHERE p.contact_id = wanted AND heli_sees(c.id)
      AND (NOT heli_is_beside(c.reference) OR heli_is_own(c.reference || '-' || p.side))
  );
END $$;
""".replace("%SYSTEM%", """starts_with(current_setting('heli.actor', true), '{"key":"system"')""")

BACKWARD = r"""
CREATE OR REPLACE FUNCTION heli_sees_contact(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF heli_wrote('people_contact', wanted) THEN
    RETURN true;
  END IF;
  RETURN EXISTS (SELECT FROM cases_case WHERE contact_id = wanted AND heli_sees(id))
    OR EXISTS (SELECT FROM cases_party WHERE contact_id = wanted AND heli_sees(case_id));
END $$;
DROP FUNCTION heli_is_beside(text), heli_is_own(text);
DROP POLICY heli_change ON cases_party;
"""


class Migration(migrations.Migration):
    """The columns, then the functions and the policy."""

    dependencies = [("cases", "0013_parties")]
    operations = [
        migrations.AddField(model_name="party", name="side", field=models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            model_name="party",
            name="query_code",
            field=models.CharField(blank=True, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(fields=["case", "side"], name="cases_party_side"),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(side__isnull=True) | models.Q(side__range=(2, 9)), name="cases_party_side_number"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
