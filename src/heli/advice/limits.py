"""How often one address may ask for a callback or wish to be contacted; nobody is listed by it."""

from heli.access.limits import DAY, HOUR, Rule

#: Callbacks and wishes from one address.
ASKING = Rule("advice asking", ((10, HOUR),))
#: Callbacks to one number.
PHONE = Rule("advice phone", ((3, DAY),))
#: Wishes to be contacted at one number. What is beyond is answered like the others and not kept: nobody is pestered by
#: strangers who type their number, and nobody learns from a refusal that somebody else has wished for it.
WISHED = Rule("advice wish phone", ((3, DAY),))
