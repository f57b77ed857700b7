"""The database keeps the ledger: entries are frozen and sum to zero, balances follow postings and are never overdrawn.

A posting locks the row of its line by changing its balances, so of two that come at once the second sees the first; the
constraint of the line refuses what would overdraw it. The role that serves may not change balances itself: the trigger
does it for the owner. The account of a payee is shown to those who see the case (``heli_sees``), as contacts are.
"""

from django.db import migrations

LEDGER = r"""
CREATE FUNCTION heli_fund_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.source, NEW.free, NEW.reserved, NEW.granted, NEW.paid, NEW.returned) <> (0, 0, 0, 0, 0, 0) THEN
    RAISE EXCEPTION 'a budget begins at zero' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funds_line_begins BEFORE INSERT ON funds_budgetline FOR EACH ROW EXECUTE FUNCTION heli_fund_line();

CREATE FUNCTION heli_fund_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.transaction := txid_current();
  RETURN NEW;
END $$;
CREATE TRIGGER funds_entry_marked BEFORE INSERT ON funds_entry FOR EACH ROW EXECUTE FUNCTION heli_fund_entry();

CREATE FUNCTION heli_fund_posting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  e record;
BEGIN
  SELECT line_id, transaction INTO e FROM funds_entry WHERE id = NEW.entry_id;
  IF e.transaction IS DISTINCT FROM txid_current() THEN
    RAISE EXCEPTION 'nothing is added to an entry afterwards' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  UPDATE funds_budgetline SET
    source = source + CASE NEW.account WHEN 'source' THEN NEW.fen ELSE 0 END,
    free = free + CASE NEW.account WHEN 'free' THEN NEW.fen ELSE 0 END,
    reserved = reserved + CASE NEW.account WHEN 'reserved' THEN NEW.fen ELSE 0 END,
    granted = granted + CASE NEW.account WHEN 'granted' THEN NEW.fen ELSE 0 END,
    paid = paid + CASE NEW.account WHEN 'paid' THEN NEW.fen ELSE 0 END,
    returned = returned + CASE NEW.account WHEN 'returned' THEN NEW.fen ELSE 0 END
  WHERE id = e.line_id;
  RETURN NULL;
END $$;
-- The two postings of an entry never touch the same account, so each may be checked by itself.
CREATE TRIGGER funds_posting_counts AFTER INSERT ON funds_posting
  FOR EACH ROW EXECUTE FUNCTION heli_fund_posting();
ALTER TABLE funds_posting ADD CONSTRAINT funds_posting_account
  CHECK (account IN ('source', 'free', 'reserved', 'granted', 'paid', 'returned'));

CREATE FUNCTION heli_fund_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  found record;
BEGIN
  SELECT coalesce(sum(fen), 0) AS total, count(*) AS number, coalesce(max(fen), 0) AS moved INTO found
    FROM funds_posting WHERE entry_id = NEW.id;
  IF found.total <> 0 OR found.number <> 2 OR found.moved <> NEW.fen THEN
    RAISE EXCEPTION 'entry % does not balance', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER funds_entry_balanced AFTER INSERT ON funds_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION heli_fund_balanced();

CREATE TRIGGER funds_entry_frozen BEFORE UPDATE OR DELETE ON funds_entry
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
CREATE TRIGGER funds_posting_frozen BEFORE UPDATE OR DELETE ON funds_posting
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
CREATE TRIGGER funds_budgetline_kept BEFORE DELETE ON funds_budgetline
  FOR EACH ROW EXECUTE FUNCTION heli_refuse_change();
"""

SYSTEM = """starts_with(current_setting('heli.actor', true), '{"key":"system"')"""
PAYEE = r"""
ALTER TABLE funds_payee ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY heli_read ON funds_payee FOR SELECT USING (%SYSTEM% OR heli_sees(case_id));
CREATE POLICY heli_add ON funds_payee FOR INSERT WITH CHECK (%SYSTEM% OR heli_sees(case_id));
CREATE POLICY heli_change ON funds_payee FOR UPDATE USING (%SYSTEM% OR heli_sees(case_id));
CREATE POLICY heli_remove ON funds_payee FOR DELETE USING (%SYSTEM%);
""".replace("%SYSTEM%", SYSTEM)

BACKWARD = """
DROP POLICY heli_remove ON funds_payee;
DROP POLICY heli_change ON funds_payee;
DROP POLICY heli_add ON funds_payee;
DROP POLICY heli_read ON funds_payee;
ALTER TABLE funds_payee DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
DROP TRIGGER funds_budgetline_kept ON funds_budgetline;
DROP TRIGGER funds_posting_frozen ON funds_posting;
DROP TRIGGER funds_entry_frozen ON funds_entry;
DROP TRIGGER funds_entry_balanced ON funds_entry;
ALTER TABLE funds_posting DROP CONSTRAINT funds_posting_account;
DROP TRIGGER funds_posting_counts ON funds_posting;
DROP TRIGGER funds_entry_marked ON funds_entry;
DROP TRIGGER funds_line_begins ON funds_budgetline;
DROP FUNCTION heli_fund_balanced(), heli_fund_posting(), heli_fund_entry(), heli_fund_line();
"""


class Migration(migrations.Migration):
    """Triggers of the ledger, and row security of payees' accounts."""

    dependencies = [("funds", "0001_initial")]
    operations = [migrations.RunSQL([LEDGER, PAYEE], BACKWARD)]
