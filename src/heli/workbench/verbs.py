"""What acts and actors of the audit record are called, beside the steps of cases, which name themselves."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from heli.cases.opened import PURPOSE as EMERGENCY
from heli.cases.personal import PURPOSES as REACHED_FOR
from heli.kernel.procedures import Text

VERBS: dict[str, Text] = {
    "read": gettext_lazy("Contact read"),
    "export_cases": gettext_lazy("List exported"),
    "find_by_contact": gettext_lazy("Cases found by phone or e-mail"),
    "emergency.ask": gettext_lazy("Emergency access asked for"),
    "emergency.confirmed": gettext_lazy("Emergency access confirmed"),
    "emergency.refused": gettext_lazy("Emergency access refused"),
    "emergency.end": gettext_lazy("Emergency access ended"),
    "report.issue": gettext_lazy("Report issued"),
    "report.publish": gettext_lazy("Public report issued"),
    "report.files": gettext_lazy("Files of a report made"),
    "report_schedule.create": gettext_lazy("Schedule of reports entered"),
    "report_schedule.change": gettext_lazy("Schedule of reports changed"),
    "file.checked": gettext_lazy("File checked"),
    "begin": gettext_lazy("Import begun"),
    "resume": gettext_lazy("Import taken up again"),
    "finish": gettext_lazy("Import finished"),
    "broken": gettext_lazy("Import broken off"),
    "create_category": gettext_lazy("Topic made by an import"),
    "unit.create": gettext_lazy("Unit entered"),
    "unit.change": gettext_lazy("Unit changed"),
    "user.create": gettext_lazy("Account entered"),
    "user.change": gettext_lazy("Account changed"),
    "post.create": gettext_lazy("Post given"),
    "post.change": gettext_lazy("Post changed"),
    "area.change": gettext_lazy("Area changed"),
    "category.create": gettext_lazy("Topic entered"),
    "category.change": gettext_lazy("Topic changed"),
    "area_made": gettext_lazy("Area made by an import"),
    "area_filled": gettext_lazy("Boundary entered by an import"),
    "area_changed": gettext_lazy("Boundary changed by an import"),
    "responsibilityrule.create": gettext_lazy("Rule of responsibility entered"),
    "responsibilityrule.change": gettext_lazy("Rule of responsibility changed"),
    "letter.create": gettext_lazy("Letter entered"),
    "letter.change": gettext_lazy("Letter changed"),
    "replytemplate.create": gettext_lazy("Reply template entered"),
    "replytemplate.change": gettext_lazy("Reply template changed"),
    "papertemplate.create": gettext_lazy("Text of a paper entered"),
    "papertemplate.in_force": gettext_lazy("Text of a paper put in force"),
    "consent.give": gettext_lazy("Agreed to electronic service"),
    "consent.withdraw": gettext_lazy("Consent to electronic service taken back"),
    "boundaries.import": gettext_lazy("Boundaries imported"),
    "cases.verify": gettext_lazy("Record checked"),
    "demo_founded": gettext_lazy("Demo district founded"),
    "settings.change": gettext_lazy("Settings changed"),
    "calendar.load": gettext_lazy("Calendar loaded"),
    "user.password": gettext_lazy("New password given"),
    "audit.search": gettext_lazy("Audit record searched"),
    "audit.verify": gettext_lazy("Check asked for"),
    "erase_contact": gettext_lazy("Contact erased"),
    "erase_files": gettext_lazy("Files erased"),
    "hold.place": gettext_lazy("Hold placed"),
    "hold.end": gettext_lazy("Hold ended"),
    "denied": gettext_lazy("Refused"),
    "sign_in": gettext_lazy("Signed in"),
    "sign_in.refused": gettext_lazy("Failed sign-in"),
    "sign_out": gettext_lazy("Signed out"),
    "password.change": gettext_lazy("Own password changed"),
    "factor.add": gettext_lazy("Second factor added"),
    "factor.change": gettext_lazy("Second factor removed or renewed"),
    "sessions.end": gettext_lazy("Own sessions ended"),
    "user.sessions": gettext_lazy("Sessions of an account ended"),
    "user.factors": gettext_lazy("Second factor of an account removed"),
    "user.identity": gettext_lazy("Identity tied to an account"),
    "resident.sign_in": gettext_lazy("Resident signed in"),
    "resident.sign_out": gettext_lazy("Resident signed out"),
    "period.change": gettext_lazy("Period of keeping changed"),
}


def name_acts(named: Mapping[str, Text]) -> None:
    """Name the acts that a domain writes to the record besides its steps; called once from its AppConfig."""
    VERBS.update(named)


#: Actors that are not accounts of staff.
ACTORS = {
    "resident": gettext_lazy("Resident"),
    "account": gettext_lazy("Account of a resident"),
    "partner": gettext_lazy("Partner body"),
    "import": gettext_lazy("Import from another system"),
    "half": gettext_lazy("Signed in without the second factor"),
    "system": gettext_lazy("System"),
    "nobody": gettext_lazy("Somebody not signed in"),
}
#: What personal data were read for, as a code of the record.
PURPOSES = {
    **dict(REACHED_FOR),
    "searching": gettext_lazy("To find the matters of whoever calls"),
    EMERGENCY: gettext_lazy("Under emergency access"),
    "paper": gettext_lazy("To read a paper that was issued"),
}
