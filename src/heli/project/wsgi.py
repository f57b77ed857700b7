"""The web application, as a WSGI server loads it."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heli.project.settings")

application = get_wsgi_application()

# The first reader should not wait for the modules of every page.
get_resolver().check()
