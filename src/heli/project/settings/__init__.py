"""Settings of Heli: one short file per concern. Environment variables are documented where they are read."""

from heli.project.settings.apps import *
from heli.project.settings.audit import *
from heli.project.settings.auth import *
from heli.project.settings.backup import *
from heli.project.settings.database import *
from heli.project.settings.environment import *
from heli.project.settings.files import *
from heli.project.settings.i18n import *
from heli.project.settings.jobs import *
from heli.project.settings.keys import *
from heli.project.settings.logs import *
from heli.project.settings.mail import *
from heli.project.settings.offline import *
from heli.project.settings.oidc import *
from heli.project.settings.security import *
from heli.project.settings.static import *
