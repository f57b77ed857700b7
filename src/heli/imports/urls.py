"""Addresses of the import pages."""

from django.urls import path

from heli.imports.pages import boundaries

app_name = "imports"
urlpatterns = [path("boundaries/", boundaries, name="boundaries")]
