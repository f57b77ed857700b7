"""Addresses of the residents' pages for mediation."""

from django.urls import path

from heli.mediation import views

app_name = "mediation"
urlpatterns = [path("mediation/apply/", views.apply, name="apply")]
