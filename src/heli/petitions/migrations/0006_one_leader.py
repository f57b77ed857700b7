"""Who is responsible for an old matter stands with the case, once: what the plans said becomes its charges."""

from django.db import migrations

#: Plans of one case one after the other, joined while they name the same leader; the last is in force unless the case
#: is in somebody's charge already, in which case that stays and the plans are what was before.
FORWARD = """
WITH named AS (
  SELECT e.*, lag(e.leader_id) OVER (PARTITION BY e.case_id ORDER BY e.id) AS before
    FROM petitions_backlogentry e WHERE e.leader_id IS NOT NULL
), runs AS (
  SELECT named.*, count(*) FILTER (WHERE before IS DISTINCT FROM leader_id)
         OVER (PARTITION BY case_id ORDER BY id) AS run FROM named
), charges AS (
  SELECT case_id, leader_id, run, min(made_at) AS since, (array_agg(next_on ORDER BY id DESC))[1] AS next_on,
         (array_agg(made_by ORDER BY id))[1] AS set_by
    FROM runs GROUP BY case_id, leader_id, run
), ended AS (
  SELECT charges.*, lead(since) OVER (PARTITION BY case_id ORDER BY run) AS followed,
         (SELECT min(h.since) FROM cases_hardcase h WHERE h.case_id = charges.case_id AND h.ended_at IS NULL) AS held
    FROM charges
)
INSERT INTO cases_hardcase (case_id, leader_id, post, post_en, aim, since, next_on, set_by, ended_at, why_ended)
SELECT ended.case_id, ended.leader_id, coalesce(unit.name, ''), coalesce(unit.name_en, ''), '', ended.since,
       ended.next_on, ended.set_by,
       coalesce(ended.followed, CASE WHEN ended.held IS NOT NULL THEN greatest(ended.held, ended.since) END), ''
  FROM ended LEFT JOIN LATERAL (
    SELECT u.name, u.name_en FROM organizations_post p JOIN organizations_unit u ON u.id = p.unit_id
     WHERE p.user_id = ended.leader_id AND p.duty = 'leader' ORDER BY p.id LIMIT 1
  ) unit ON true ORDER BY ended.since;
"""


class Migration(migrations.Migration):
    """The charges, then the columns."""

    dependencies = [("petitions", "0005_public_key"), ("cases", "0016_charges"), ("organizations", "__first__")]
    operations = [
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.RemoveField("backlogentry", "leader"),
        migrations.RemoveField("backlogentry", "next_on"),
    ]
