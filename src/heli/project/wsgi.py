"""The web application, as a WSGI server loads it."""

import os

from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created
from django.urls import get_resolver

from heli.project.patience import limit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heli.project.settings")

connection_created.connect(limit)
application = get_wsgi_application()

# The first reader should not wait for the modules of every page.
get_resolver().check()
