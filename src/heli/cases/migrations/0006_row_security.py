"""Row security on the tables with personal data that are looked up by key.

Who acts is named by the transaction (``heli.audit.naming``). ``heli_sees`` decides as ``cases.visibility`` does, a
test holds them together; without a named actor no row is visible. The owner of the tables is under the same policies.

A policy is planned anew with each statement. So it names built-in functions and one of PL/pgSQL, which a session keeps
compiled, no subquery and no function of SQL, which would be parsed each time; and it asks first what costs nothing.
"""

from django.db import migrations

CONTEXT = r"""
CREATE FUNCTION heli_context() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('heli.actor', true), '')::jsonb
$$;

-- RETURNING asks the policy for reading, and a new contact has no case yet: a transaction sees what it wrote last.
CREATE FUNCTION heli_note_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('heli.written_' || TG_TABLE_NAME, NEW.id::text, true);
  RETURN NEW;
END $$;

CREATE FUNCTION heli_wrote(kept text, wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN current_setting('heli.actor', true) <> ''
    AND current_setting('heli.written_' || kept, true) = wanted::text;
END $$;
"""

SEES = r"""
CREATE FUNCTION heli_sees(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
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

CREATE FUNCTION heli_concerned(who jsonb, units bigint[], people bigint[], came timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  past jsonb;
BEGIN
  IF units = '{}' AND people = '{}' THEN
    RETURN false;
  END IF;
  IF people && heli_numbers(who -> 'people') OR units && heli_numbers(who -> 'chain') THEN
    RETURN true;
  END IF;
  FOR past IN SELECT * FROM jsonb_array_elements(who -> 'past') LOOP
    IF units && heli_numbers(past -> 'chain')
      AND coalesce(came < (past ->> 'until')::timestamptz, true) THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $$;

CREATE FUNCTION heli_numbers(list jsonb) RETURNS bigint[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY(SELECT jsonb_array_elements_text(list)::bigint)
$$;

CREATE FUNCTION heli_within(place text, area text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT area <> '' AND starts_with(place, area)
$$;

CREATE FUNCTION heli_unit_below(wanted bigint, above text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM organizations_unit WHERE id = wanted AND starts_with(path, above))
$$;

CREATE FUNCTION heli_is_proved(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN nullif(current_setting('heli.actor', true), '')::jsonb -> 'references' ? wanted;
END $$;

CREATE FUNCTION heli_sees_reference(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF heli_is_proved(wanted) THEN
    RETURN true;
  END IF;
  RETURN heli_sees((SELECT id FROM cases_case WHERE reference = wanted));
END $$;
"""

#: Whether the system asks; ``heli.audit.naming.SYSTEM`` begins so, and so does what describes no one else.
SYSTEM = """starts_with(current_setting('heli.actor', true), '{"key":"system"')"""

TABLES = r"""
CREATE FUNCTION heli_sees_contact(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF heli_wrote('people_contact', wanted) THEN
    RETURN true;
  END IF;
  RETURN EXISTS (SELECT FROM cases_case WHERE contact_id = wanted AND heli_sees(id));
END $$;

CREATE FUNCTION heli_has_duty(wanted text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(heli_context() -> 'posts' @> jsonb_build_array(jsonb_build_object('duty', wanted)), false)
$$;

-- A case has two chains, its history and the reads of it; all others are the house's own.
CREATE FUNCTION heli_reference_in(chain text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE WHEN starts_with(chain, 'reads/') THEN substr(chain, 7) ELSE chain END;
END $$;

CREATE FUNCTION heli_is_case(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM cases_case WHERE reference = wanted);
END $$;

CREATE FUNCTION heli_sees_entry(wanted bigint, chain text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  about text := heli_reference_in(chain);
BEGIN
  IF heli_wrote('audit_entry', wanted) OR heli_is_proved(about) THEN
    RETURN true;
  END IF;
  RETURN CASE WHEN heli_is_case(about) THEN heli_sees_reference(about) ELSE heli_has_duty('auditor') END;
END $$;

-- Entries are written in one's own name, and about a case only by those who see it.
CREATE FUNCTION heli_writes_entry(chain text, actor text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  about text := heli_reference_in(chain);
BEGIN
  IF actor IS DISTINCT FROM heli_context() ->> 'key' THEN
    RETURN false;
  END IF;
  IF heli_is_proved(about) THEN
    RETURN true;
  END IF;
  RETURN NOT heli_is_case(about) OR heli_sees_reference(about);
END $$;

CREATE FUNCTION heli_is_published(wanted bigint, purpose text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN heli_context() IS NOT NULL AND purpose IN ('before', 'after') AND EXISTS (
    SELECT FROM cases_case WHERE id = wanted AND public AND NOT confidential AND closed_at IS NOT NULL
  );
END $$;

CREATE TRIGGER people_contact_written BEFORE INSERT ON people_contact
  FOR EACH ROW EXECUTE FUNCTION heli_note_written();
CREATE TRIGGER audit_entry_written BEFORE INSERT ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION heli_note_written();

ALTER TABLE people_contact ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON people_contact FOR SELECT
  USING (%SYSTEM% OR heli_sees_contact(id));
CREATE POLICY heli_add ON people_contact FOR INSERT WITH CHECK (current_setting('heli.actor', true) <> '');
CREATE POLICY heli_change ON people_contact FOR UPDATE
  USING (%SYSTEM% OR heli_sees_contact(id));
CREATE POLICY heli_remove ON people_contact FOR DELETE USING (%SYSTEM%);

ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON audit_entry FOR SELECT
  USING (%SYSTEM% OR heli_sees_entry(id, chain));
CREATE POLICY heli_add ON audit_entry FOR INSERT
  WITH CHECK (%SYSTEM% OR heli_writes_entry(chain, actor));

ALTER TABLE cases_attachment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON cases_attachment FOR SELECT
  USING (%SYSTEM% OR heli_sees(case_id) OR heli_is_published(case_id, purpose));
CREATE POLICY heli_add ON cases_attachment FOR INSERT
  WITH CHECK (%SYSTEM% OR heli_sees(case_id));
CREATE POLICY heli_change ON cases_attachment FOR UPDATE USING (%SYSTEM%);
CREATE POLICY heli_remove ON cases_attachment FOR DELETE USING (%SYSTEM%);

ALTER TABLE papers_issuedpaper ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON papers_issuedpaper FOR SELECT
  USING (%SYSTEM% OR heli_sees_reference(reference));
CREATE POLICY heli_add ON papers_issuedpaper FOR INSERT
  WITH CHECK (%SYSTEM% OR heli_sees_reference(reference));
CREATE POLICY heli_change ON papers_issuedpaper FOR UPDATE USING (%SYSTEM%);
CREATE POLICY heli_remove ON papers_issuedpaper FOR DELETE USING (%SYSTEM%);
""".replace("%SYSTEM%", SYSTEM)

# The chain goes on after its true last entry, whoever writes and whatever they may read.
CHAIN = r"""
ALTER FUNCTION heli_audit_link() SECURITY DEFINER;
ALTER FUNCTION heli_audit_link() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION heli_audit_link() SET heli.actor = '{"key":"system"}';
"""

BACKWARD = """
ALTER FUNCTION heli_audit_link() RESET ALL;
ALTER FUNCTION heli_audit_link() SECURITY INVOKER;
DO $$
DECLARE
  kept text;
  policy text;
BEGIN
  FOR kept, policy IN SELECT tablename, policyname FROM pg_policies WHERE policyname LIKE 'heli\\_%' LOOP
    EXECUTE format('DROP POLICY %I ON %I', policy, kept);
    EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY', kept);
  END LOOP;
END $$;
DROP TRIGGER people_contact_written ON people_contact;
DROP TRIGGER audit_entry_written ON audit_entry;
DROP FUNCTION heli_is_published(bigint, text), heli_writes_entry(text, text),
  heli_sees_entry(bigint, text), heli_is_case(text), heli_reference_in(text), heli_has_duty(text),
  heli_sees_contact(bigint), heli_sees_reference(text), heli_is_proved(text), heli_unit_below(bigint, text),
  heli_within(text, text), heli_sees(bigint), heli_concerned(jsonb, bigint[], bigint[], timestamptz),
  heli_numbers(jsonb), heli_wrote(text, bigint), heli_note_written(), heli_context();
"""


class Migration(migrations.Migration):
    """Functions, triggers and policies of row security."""

    dependencies = [
        ("cases", "0005_conflicts"),
        ("audit", "0004_seals_kept"),
        ("organizations", "0001_initial"),
        ("papers", "0003_file_state"),
        ("people", "0004_drop_readable"),
    ]
    operations = [migrations.RunSQL([CONTEXT, SEES, TABLES, CHAIN], BACKWARD)]
