"""The rooms of a dispute: sealed, never changed, read by one side and the present mediators, or by all sides."""

import django.db.models.deletion
from django.db import migrations, models

import heli.people.sealed_fields

FORWARD = r"""
-- Whether who is named mediates the dispute now. A name that somebody stands in for, a case proved for the engine or an
-- emergency access is not enough: it is the account itself, named a mediator and not replaced, who still sees the case.
CREATE FUNCTION heli_mediates(about bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  account text := heli_context() ->> 'key';
BEGIN
  IF account IS NULL OR NOT starts_with(account, 'staff:') THEN
    RETURN false;
  END IF;
  IF NOT EXISTS (
    SELECT FROM mediation_mediating WHERE case_id = about AND until IS NULL AND 'staff:' || user_id = account
  ) THEN
    RETURN false;
  END IF;
  RETURN heli_sees_note(about);
END $$;

-- Whether who is named has given the query code of this side itself; no party is the person the case belongs to.
CREATE FUNCTION heli_speaks_as(about bigint, side_of bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  account text := heli_context() ->> 'key';
  known text;
  number integer;
BEGIN
  SELECT reference INTO known FROM cases_case WHERE id = about;
  IF side_of IS NULL THEN
    RETURN coalesce(account = 'resident:' || known, false);
  END IF;
  SELECT side INTO number FROM cases_party WHERE id = side_of AND case_id = about;
  RETURN coalesce(account = 'resident:' || known || '-' || number, false);
END $$;

-- Whether who is named is any of the sides.
CREATE FUNCTION heli_takes_part(about bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN heli_speaks_as(about, NULL) OR EXISTS (
    SELECT FROM cases_party WHERE case_id = about AND side IS NOT NULL AND heli_speaks_as(about, id)
  );
END $$;

CREATE FUNCTION heli_reads_room(about bigint, open_to_all boolean, room bigint)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF heli_mediates(about) THEN
    RETURN true;
  END IF;
  RETURN CASE WHEN open_to_all THEN heli_takes_part(about) ELSE heli_speaks_as(about, room) END;
END $$;

CREATE FUNCTION heli_writes_room(
  about bigint, apart boolean, room bigint, mediator boolean, writer bigint, signed text
) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF signed IS DISTINCT FROM heli_context() ->> 'key' THEN
    RETURN false;
  END IF;
  IF mediator THEN
    RETURN writer IS NULL AND heli_mediates(about);
  END IF;
  RETURN heli_speaks_as(about, writer) AND (NOT apart OR room IS NOT DISTINCT FROM writer);
END $$;

-- An answer is read by whoever reads the offer: asking the table is asking its policy.
CREATE FUNCTION heli_reads_item(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM mediation_roomitem WHERE id = wanted);
END $$;

CREATE FUNCTION heli_answers_item(wanted bigint, side_of bigint, signed text)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  about bigint;
BEGIN
  SELECT case_id INTO about FROM mediation_roomitem WHERE id = wanted AND kind = 'offer';
  IF about IS NULL OR signed IS DISTINCT FROM heli_context() ->> 'key' THEN
    RETURN false;
  END IF;
  RETURN heli_speaks_as(about, side_of) OR heli_mediates(about);
END $$;

-- Nothing that was said is changed. Its owner shows it once; the system alone seals it anew, or away.
CREATE FUNCTION heli_keep_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before mediation_roomitem := OLD;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'what was said in a room is not removed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF %SYSTEM% THEN
    before.key_id := NEW.key_id;
    before.text := NEW.text;
    before.amount := NEW.amount;
    before.file_name := NEW.file_name;
  ELSIF OLD.private AND OLD.shown_at IS NULL AND NEW.shown_at IS NOT NULL THEN
    before.shown_at := NEW.shown_at;
  END IF;
  IF NEW IS DISTINCT FROM before THEN
    RAISE EXCEPTION 'what was said in a room is not changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mediation_roomitem_kept BEFORE UPDATE OR DELETE ON mediation_roomitem
  FOR EACH ROW EXECUTE FUNCTION heli_keep_item();
CREATE TRIGGER mediation_offeranswer_frozen BEFORE UPDATE OR DELETE ON mediation_offeranswer
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();

ALTER TABLE mediation_roomitem ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON mediation_roomitem FOR SELECT
  USING (%SYSTEM% OR heli_reads_room(case_id, NOT private OR shown_at IS NOT NULL, party_id));
CREATE POLICY heli_add ON mediation_roomitem FOR INSERT
  WITH CHECK (
    %SYSTEM%
    OR (shown_at IS NULL AND heli_writes_room(case_id, private, party_id, from_mediator, author_id, "by"))
  );
CREATE POLICY heli_change ON mediation_roomitem FOR UPDATE
  USING (%SYSTEM% OR (NOT from_mediator AND heli_speaks_as(case_id, author_id)));

ALTER TABLE mediation_offeranswer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON mediation_offeranswer FOR SELECT USING (%SYSTEM% OR heli_reads_item(item_id));
CREATE POLICY heli_add ON mediation_offeranswer FOR INSERT
  WITH CHECK (%SYSTEM% OR heli_answers_item(item_id, party_id, "by"));
""".replace("%SYSTEM%", """starts_with(current_setting('heli.actor', true), '{"key":"system"')""")

BACKWARD = """
DROP POLICY heli_read ON mediation_offeranswer;
DROP POLICY heli_add ON mediation_offeranswer;
DROP POLICY heli_read ON mediation_roomitem;
DROP POLICY heli_add ON mediation_roomitem;
DROP POLICY heli_change ON mediation_roomitem;
DROP TRIGGER mediation_offeranswer_frozen ON mediation_offeranswer;
DROP TRIGGER mediation_roomitem_kept ON mediation_roomitem;
DROP FUNCTION heli_keep_item(), heli_answers_item(bigint, bigint, text), heli_reads_item(bigint),
  heli_writes_room(bigint, boolean, bigint, boolean, bigint, text), heli_reads_room(bigint, boolean, bigint),
  heli_takes_part(bigint), heli_speaks_as(bigint, bigint), heli_mediates(bigint);
"""


class Migration(migrations.Migration):
    """The tables, then functions, triggers and policies."""

    dependencies = [
        ("cases", "0016_charges"),
        ("mediation", "0001_initial"),
        ("papers", "0006_letters"),
        ("people", "0006_contact_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoomItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("words", "Message"), ("exhibit", "Evidence"), ("offer", "Offer")], max_length=8
                    ),
                ),
                ("private", models.BooleanField()),
                ("from_mediator", models.BooleanField()),
                ("by", models.CharField(max_length=60)),
                ("text", heli.people.sealed_fields.SealedTextField(blank=True, verbose_name="words")),
                ("amount", heli.people.sealed_fields.SealedCharField(blank=True, max_length=20, verbose_name="amount")),
                (
                    "file_name",
                    heli.people.sealed_fields.SealedCharField(blank=True, max_length=150, verbose_name="file name"),
                ),
                ("valid_until", models.DateField(null=True, verbose_name="last day of the offer")),
                ("at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="room_items", to="cases.case"
                    ),
                ),
                (
                    "counters",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mediation.roomitem",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="room_item",
                        to="papers.storedfile",
                    ),
                ),
                (
                    "key",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.subjectkey",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfferAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agrees", models.BooleanField()),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.party"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="mediation.roomitem"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="roomitem",
            index=models.Index(fields=["case", "id"], name="mediation_item_case"),
        ),
        migrations.AddConstraint(
            model_name="roomitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("private", True), models.Q(("party__isnull", True), ("shown_at__isnull", True)), _connector="OR"
                ),
                name="mediation_item_room",
            ),
        ),
        migrations.AddConstraint(
            model_name="offeranswer",
            constraint=models.UniqueConstraint(
                fields=("item", "party"), name="mediation_offer_answered_once", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
