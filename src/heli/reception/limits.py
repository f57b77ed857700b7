"""How often one address may keep and book times; a phone number counts as a keyed hash and lists nobody."""

from heli.access.limits import DAY, HOUR, Rule

#: Times kept, from one address: many people may look for theirs behind one.
HOLDS = Rule("visit hold", ((60, HOUR),))
#: Appointments from one address.
BOOKINGS = Rule("visit booking", ((20, HOUR),))
#: Appointments with one phone number.
PHONE = Rule("visit phone", ((4, DAY),))
