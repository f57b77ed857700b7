"""When the resident last asked to hurry is kept beside the case from here on."""

from django.db import migrations

FORWARD = """
UPDATE cases_case SET urged_at = r.urged_at FROM service_requests_servicerequest r
WHERE r.case_id = cases_case.id AND r.urged_at IS NOT NULL;
"""

BACKWARD = """
UPDATE service_requests_servicerequest r SET urged_at = c.urged_at FROM cases_case c
WHERE c.id = r.case_id AND c.urged_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    """The instants move, then their column goes."""

    dependencies = [("service_requests", "0001_initial"), ("cases", "0011_urged_at")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveField(model_name="servicerequest", name="urged_at"),
    ]
