"""The database keeps history and counters by itself, whoever writes: events are frozen, cases are never deleted.

The counters are appended to (a minus for the old combination, a plus for the new one), so that writers never wait for
each other; the worker folds them.
"""

from django.db import migrations

FORWARD = """
CREATE TRIGGER cases_event_frozen BEFORE UPDATE OR DELETE ON cases_event
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
CREATE TRIGGER cases_case_kept BEFORE DELETE ON cases_case
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();

CREATE FUNCTION heli_tally() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER cases_case_tally AFTER INSERT OR UPDATE ON cases_case
  FOR EACH ROW EXECUTE FUNCTION heli_tally();
"""

BACKWARD = """
DROP TRIGGER cases_case_tally ON cases_case;
DROP FUNCTION heli_tally();
DROP TRIGGER cases_case_kept ON cases_case;
DROP TRIGGER cases_event_frozen ON cases_event;
"""


class Migration(migrations.Migration):
    """Triggers on cases and events."""

    dependencies = [("cases", "0002_initial"), ("audit", "0002_chain")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
