"""Cases that a unit coordinates in place of the coordination centres: the column, who sees them, and their counters."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SEES = r"""
CREATE OR REPLACE FUNCTION heli_sees(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  who jsonb := heli_context();
  post jsonb;
  unit bigint;
  seen boolean;
  c record;
BEGIN
  IF who IS NULL THEN
    RETURN false;
  END IF;
  SELECT reference, area_path, unit_id, centre_id, excluded_units, excluded_people, oversight, confidential, opened_by,
    opened_at, assisting INTO c FROM cases_case WHERE id = wanted;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF who ->> 'key' = 'system' OR who -> 'references' ? c.reference THEN
    RETURN true;
  END IF;
  IF jsonb_array_length(who -> 'posts') = 0
    OR heli_concerned(who, c.excluded_units, c.excluded_people, c.opened_at) THEN
    RETURN false;
  END IF;
  seen := c.opened_by = who ->> 'key' OR coalesce(who -> 'opened' ? c.reference, false);
  FOR post IN SELECT * FROM jsonb_array_elements(who -> 'posts') LOOP
    unit := (post ->> 'unit')::bigint;
    seen := seen OR CASE
      WHEN post ->> 'duty' = 'auditor' THEN true
      WHEN post ->> 'duty' IN ('coordinator', 'intake', 'leader') THEN CASE
        WHEN post ->> 'reach' = 'oversight' THEN c.oversight OR coalesce(c.unit_id = unit, false)
        WHEN c.centre_id = unit THEN true
        WHEN post ->> 'duty' = 'leader' AND post ->> 'reach' <> 'district'
          THEN heli_unit_below(c.unit_id, post ->> 'path')
        WHEN c.centre_id IS NOT NULL THEN false
        WHEN post ->> 'reach' = 'district' THEN true
        ELSE heli_within(c.area_path, post ->> 'area')
      END
      WHEN post ->> 'duty' = 'grid_worker'
        THEN c.centre_id IS NULL AND NOT c.confidential AND heli_within(c.area_path, post ->> 'area')
      ELSE false
    END;
    IF post ->> 'duty' IN ('member', 'leader') THEN
      seen := seen OR coalesce(c.unit_id = unit, false) OR unit = ANY (c.assisting);
    END IF;
  END LOOP;
  RETURN seen;
END $$;
"""
SEES_BEFORE = r"""
CREATE OR REPLACE FUNCTION heli_sees(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  who jsonb := heli_context();
  post jsonb;
  unit bigint;
  seen boolean;
  c record;
BEGIN
  IF who IS NULL THEN
    RETURN false;
  END IF;
  SELECT reference, area_path, unit_id, excluded_units, excluded_people, oversight, confidential, opened_by, opened_at,
    assisting INTO c FROM cases_case WHERE id = wanted;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF who ->> 'key' = 'system' OR who -> 'references' ? c.reference THEN
    RETURN true;
  END IF;
  IF jsonb_array_length(who -> 'posts') = 0
    OR heli_concerned(who, c.excluded_units, c.excluded_people, c.opened_at) THEN
    RETURN false;
  END IF;
  seen := c.opened_by = who ->> 'key' OR coalesce(who -> 'opened' ? c.reference, false);
  FOR post IN SELECT * FROM jsonb_array_elements(who -> 'posts') LOOP
    unit := (post ->> 'unit')::bigint;
    seen := seen OR CASE
      WHEN post ->> 'duty' = 'auditor' THEN true
      WHEN post ->> 'duty' IN ('coordinator', 'intake', 'leader') THEN CASE post ->> 'reach'
        WHEN 'district' THEN true
        WHEN 'oversight' THEN c.oversight OR coalesce(c.unit_id = unit, false)
        ELSE CASE post ->> 'duty'
          WHEN 'leader' THEN heli_unit_below(c.unit_id, post ->> 'path')
          ELSE heli_within(c.area_path, post ->> 'area')
        END
      END
      WHEN post ->> 'duty' = 'grid_worker' THEN NOT c.confidential AND heli_within(c.area_path, post ->> 'area')
      ELSE false
    END;
    IF post ->> 'duty' IN ('member', 'leader') THEN
      seen := seen OR coalesce(c.unit_id = unit, false) OR unit = ANY (c.assisting);
    END IF;
  END LOOP;
  RETURN seen;
END $$;
"""

COUNTED = """
CREATE OR REPLACE FUNCTION heli_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.state, OLD.unit_id, OLD.category_id, OLD.area_path, OLD.public, OLD.centre_id)
       IS NOT DISTINCT FROM (NEW.state, NEW.unit_id, NEW.category_id, NEW.area_path, NEW.public, NEW.centre_id) THEN
      RETURN NULL;
    END IF;
    INSERT INTO cases_tally (procedure, state, unit_id, category_id, area_path, public, centre_id, count)
    VALUES (OLD.procedure, OLD.state, OLD.unit_id, OLD.category_id, OLD.area_path, OLD.public, OLD.centre_id, -1);
  END IF;
  INSERT INTO cases_tally (procedure, state, unit_id, category_id, area_path, public, centre_id, count)
  VALUES (NEW.procedure, NEW.state, NEW.unit_id, NEW.category_id, NEW.area_path, NEW.public, NEW.centre_id, 1);
  RETURN NULL;
END $$;
"""
COUNTED_BEFORE = """
CREATE OR REPLACE FUNCTION heli_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.state, OLD.unit_id, OLD.category_id, OLD.area_path, OLD.public)
       IS NOT DISTINCT FROM (NEW.state, NEW.unit_id, NEW.category_id, NEW.area_path, NEW.public) THEN
      RETURN NULL;
    END IF;
    INSERT INTO cases_tally (procedure, state, unit_id, category_id, area_path, public, count)
    VALUES (OLD.procedure, OLD.state, OLD.unit_id, OLD.category_id, OLD.area_path, OLD.public, -1);
  END IF;
  INSERT INTO cases_tally (procedure, state, unit_id, category_id, area_path, public, count)
  VALUES (NEW.procedure, NEW.state, NEW.unit_id, NEW.category_id, NEW.area_path, NEW.public, 1);
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """The centre of a case, in rows, rights and counters."""

    dependencies = [
        ("cases", "0009_kinds"),
        ("organizations", "0004_centre"),
        ("people", "0005_shortcuts"),
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
        migrations.AddField(
            model_name="case",
            name="centre",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.unit",
                verbose_name="coordinating unit",
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="centre_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["area_path"],
                include=(
                    "procedure",
                    "state",
                    "unit",
                    "category",
                    "due_at",
                    "warn_at",
                    "public",
                    "excluded_units",
                    "excluded_people",
                    "centre",
                    "id",
                ),
                name="cases_open_facts",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["opened_at"],
                include=(
                    "procedure",
                    "area_path",
                    "category",
                    "unit",
                    "public",
                    "excluded_units",
                    "excluded_people",
                    "centre",
                    "id",
                ),
                name="cases_opened_facts",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["closed_at"],
                include=(
                    "procedure",
                    "area_path",
                    "category",
                    "unit",
                    "public",
                    "excluded_units",
                    "excluded_people",
                    "centre",
                    "id",
                ),
                name="cases_closed_facts",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("centre__isnull", False)), fields=["centre", "order_at", "id"], name="cases_centre"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("centre__isnull", False)), fields=["opened_by"], name="cases_centre_opened"
            ),
        ),
        migrations.RunSQL([SEES, COUNTED], [SEES_BEFORE, COUNTED_BEFORE]),
    ]
