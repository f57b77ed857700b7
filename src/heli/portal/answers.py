"""What people ask, answered in plain words: the help page shows it and the search of the start page finds it."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Languages whose words a search finds, whatever the reader's own is.
SEARCHED = ("zh-hans", "en")


@dataclass(frozen=True, eq=False)
class Answer:
    """One question with its answer; ``more`` is the name of the page where one can go on, ``label`` the link to it."""

    slug: str
    question: Promise | str
    text: Promise | str
    more: str = ""
    label: Promise | str = ""

    def words(self) -> str:
        """Return all that it says, in every language, in small letters."""
        said: list[str] = []
        for language in SEARCHED:
            with translation.override(language):
                said += [str(self.question), str(self.text)]
        return " ".join(said).lower()


@dataclass(frozen=True, eq=False)
class Chapter:
    """Questions that belong together."""

    slug: str
    title: Promise | str
    icon: str
    answers: tuple[Answer, ...]


CHAPTERS = (
    Chapter(
        "report",
        _("What can I report?"),
        "edit",
        (
            Answer(
                "what",
                _("What can I report here?"),
                _(
                    "Whatever troubles you in the district and is the business of a public office: a broken lamp, a"
                    " hole in the road, rubbish, noise, water, heating, how you were treated at a counter. You need not"
                    " know which office it is; we find out. If somebody is in danger, call 110, 119 or 120 first."
                ),
                "/report/",
                _("Report something"),
            ),
            Answer(
                "account",
                _("Do I need an account?"),
                _(
                    "No. Write what is the matter and where, and send it. You get a number and a query code: with these"
                    " two you can follow it, add to it and give your opinion."
                ),
            ),
            Answer(
                "name",
                _("Must I give my name?"),
                _(
                    "No. Your request is handled all the same. If you leave a phone number or e-mail, the unit can ask"
                    " you something and you are told of every step."
                ),
            ),
        ),
    ),
    Chapter(
        "then",
        _("What happens then?"),
        "road",
        (
            Answer(
                "course",
                _("What happens after I have sent it?"),
                _(
                    "You get a number at once. A centre passes your request to the one unit that must answer. The unit"
                    " works on it and reports a result. Somebody else checks the result, and you are asked whether it"
                    " is right. Only then is it closed."
                ),
                "/procedures/",
                _("See the whole way as a picture"),
            ),
            Answer(
                "long",
                _("How long does it take?"),
                _("Each topic has a published time limit. The date stands on your receipt, with the reckoning."),
                "/standards/",
                _("All topics with their time limits"),
            ),
            Answer(
                "nothing",
                _("Nothing happens. What can I do?"),
                _(
                    "Open your request and press “Ask to hurry”: the unit and its leader are told. When half, four"
                    " fifths and all of the time have passed, the next higher level is told by itself."
                ),
                "/track/",
                _("Open my request"),
            ),
        ),
    ),
    Chapter(
        "discontent",
        _("What if I am not content?"),
        "hand-stop",
        (
            Answer(
                "not-solved",
                _("They say it is solved, but it is not"),
                _(
                    "Press “Reject” and say what is not right, best with a photo. The request goes back to the unit"
                    " with a new date. If it was closed already, you can object."
                ),
                "/track/",
                _("Open my request"),
            ),
            Answer(
                "declined",
                _("My request was declined"),
                _(
                    "You are told the ground. Within thirty days you can object on the page of your request; then it is"
                    " opened again and looked at anew."
                ),
            ),
            Answer(
                "unit",
                _("I want to complain about a unit. Will it see that?"),
                _(
                    "No. Choose the unit in the form: then it and everybody in it cannot see the request, and the unit"
                    " above it answers."
                ),
                "/report/",
                _("Report something"),
            ),
        ),
    ),
    Chapter(
        "public",
        _("What do others see, and what about my data?"),
        "shield-check",
        (
            Answer(
                "who-reads",
                _("Who can read what I write?"),
                _(
                    "Those who handle it. In the public register stand only the topic, the place down to the grid, the"
                    " unit, the dates and the result. Your own words appear there only if you agree. You can also keep"
                    " the whole request out of the register."
                ),
                "/register/",
                _("See the public register"),
            ),
            Answer(
                "data",
                _("What is kept about me, and can I see it?"),
                _(
                    "Name and number only if you give them, and they are kept locked. On the page of your request you"
                    " can see who has looked at them and why, take a copy, have something put right, and take your"
                    " consent back."
                ),
                "/data/",
                _("All data that we keep, and for how long"),
            ),
            Answer(
                "letters",
                _("Can I be told about my street?"),
                _(
                    "Yes. Open “Around you”, choose place and topic and press “Be told by e-mail”. You can stop with"
                    " one click."
                ),
                "/register/",
                _("See the public register"),
            ),
        ),
    ),
    Chapter(
        "petitions",
        _("Petitions"),
        "file-text",
        (
            Answer(
                "petition-time",
                _("How long may a petition take?"),
                _(
                    "Within fifteen days it is forwarded, within sixty days a claim is decided; the head may add at"
                    " most thirty days and must tell you why. Where the law names no time, the district has set one and"
                    " says so."
                ),
                "/petitions/arrangements/",
                _("What the district has arranged"),
            ),
            Answer(
                "petition-results",
                _("What becomes of petitions?"),
                _(
                    "Each year's figures show how many were decided in time, with what result, and how often a review"
                    " changed an opinion. Opinions after a hearing may be published without names."
                ),
                "/petitions/figures/",
                _("Petition work in figures"),
            ),
            Answer(
                "petition-opinions",
                _("Can I read opinions on other petitions?"),
                _(
                    "Petitions are not public. Only re-review opinions after a hearing may be published by law, in"
                    " words that name nobody."
                ),
                "/petitions/opinions/",
                _("Published re-review opinions"),
            ),
        ),
    ),
    Chapter(
        "mediation",
        _("Mediation"),
        "users",
        (
            Answer(
                "mediation-results",
                _("What becomes of mediation?"),
                _(
                    "Each year's figures show how often talks lead to an agreement, how long they take, and whether"
                    " agreements are kept after 90 days. Nobody is named, and no committee is ranked."
                ),
                "/mediation/figures/",
                _("Mediation in figures"),
            ),
        ),
    ),
    Chapter(
        "other-ways",
        _("By phone or at the counter instead"),
        "phone-call",
        (
            Answer(
                "phone",
                _("I cannot use this site well"),
                _(
                    "Call the hotline at the foot of this page: they write it down for you and tell you the two"
                    " numbers. Or come to the service centre of your community. It is handled in the same way."
                ),
            ),
            Answer(
                "offline",
                _("I have no connection, or it breaks off"),
                _(
                    "Write your report all the same. It is kept on your device and sent by itself, once, when there is"
                    " a connection again; number and query code then stand under “On this device”. Put the site on the"
                    " home screen of your phone, and it opens without network as well."
                ),
            ),
            Answer(
                "see",
                _("The text is too small for me"),
                _(
                    "Press “Display” at the top and choose large text or high contrast. Where your device can read"
                    " aloud, pages have a button for it."
                ),
                "/display/",
                _("Choose the display"),
            ),
            Answer(
                "lost",
                _("I have lost my query code"),
                _(
                    "For your protection nobody can see the code, not even we. Call the hotline: if you left a phone"
                    " number or e-mail with your request, they can tell you how it stands."
                ),
            ),
        ),
    ),
)
