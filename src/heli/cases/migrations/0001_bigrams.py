"""The function behind the text index: two-character tokens of normalised text (words parted by single blanks)."""

from django.db import migrations

# PL/pgSQL keeps the plan and an index needs no distinct tokens: about five times faster than plain SQL with DISTINCT.
FORWARD = """
CREATE FUNCTION heli_bigrams(body text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN coalesce(
    (
      SELECT array_agg(one || two)
      FROM (SELECT string_to_array(body, NULL) AS letters) AS text, unnest(letters, letters[2:]) AS pairs(one, two)
      WHERE two IS NOT NULL AND one <> ' ' AND two <> ' '
    ),
    '{}'
  );
END $$;
"""


class Migration(migrations.Migration):
    """Runs before the tables, because an index uses the function."""

    dependencies = []
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION heli_bigrams(text)")]
