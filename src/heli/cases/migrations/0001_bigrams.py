"""The function behind the text index: two-character tokens of normalised text (words parted by single blanks)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION heli_bigrams(body text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT one || two), '{}')
  FROM (
    SELECT one, lead(one) OVER (ORDER BY place) AS two
    FROM unnest(string_to_array(body, NULL)) WITH ORDINALITY AS letters(one, place)
  ) AS pairs
  WHERE two IS NOT NULL AND one <> ' ' AND two <> ' '
$$;
"""


class Migration(migrations.Migration):
    """Runs before the tables, because an index uses the function."""

    dependencies = []
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION heli_bigrams(text)")]
