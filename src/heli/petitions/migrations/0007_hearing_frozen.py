"""What was recorded of a hearing stays as it was recorded; only its publication may follow."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER petitions_hearing_frozen BEFORE UPDATE ON petitions_hearing FOR EACH ROW
  WHEN (OLD.held_at IS NOT NULL AND
    (OLD.case_id, OLD.called_event_id, OLD.held_event_id, OLD.level, OLD.at, OLD.place, OLD.chair, OLD.topic,
     OLD.participants, OLD.recused, OLD.held_at, OLD.record, OLD.conclusion)
    IS DISTINCT FROM
    (NEW.case_id, NEW.called_event_id, NEW.held_event_id, NEW.level, NEW.at, NEW.place, NEW.chair, NEW.topic,
     NEW.participants, NEW.recused, NEW.held_at, NEW.record, NEW.conclusion))
  EXECUTE FUNCTION heli_refuse_change();
"""
BACKWARD = "DROP TRIGGER petitions_hearing_frozen ON petitions_hearing;"


class Migration(migrations.Migration):
    """The trigger."""

    dependencies = [("petitions", "0006_one_leader")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
