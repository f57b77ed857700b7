"""Addresses of the oversight of petition work; mounted under /desk/petition-work/."""

from django.urls import path

from heli.petitions import backlog_views, overview_views

app_name = "petition_work"
urlpatterns = [
    path("", overview_views.figures, name="figures"),
    path("figures.xlsx", overview_views.spreadsheet, name="spreadsheet"),
    path("supervision/", overview_views.supervision, name="supervision"),
    path("suggestions/", overview_views.suggestions, name="suggestions"),
    path("suggestions/new/", overview_views.new_suggestion, name="new_suggestion"),
    path("backlog/", backlog_views.backlog, name="backlog"),
    path("backlog.csv", backlog_views.export, name="export"),
]
