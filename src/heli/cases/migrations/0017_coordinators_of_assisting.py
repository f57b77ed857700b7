"""Who coordinates in a unit that assists in a case sees the case, as its members do."""

from django.db import migrations

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
    ELSIF post ->> 'duty' = 'coordinator' THEN
      seen := seen OR unit = ANY (c.assisting);
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


class Migration(migrations.Migration):
    """The database decides as ``cases.visibility`` does."""

    dependencies = [("cases", "0016_charges")]
    operations = [migrations.RunSQL([SEES], [SEES_BEFORE])]
