"""Addresses of the residents' pages for petitions."""

from django.urls import path

from heli.petitions import views

app_name = "petitions"
urlpatterns = [path("petition/", views.file, name="file")]
