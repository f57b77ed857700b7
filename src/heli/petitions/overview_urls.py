"""Addresses of the oversight of petition work; mounted under /desk/petition-work/."""

from django.urls import path

from heli.petitions import annual_views, backlog_views, overview_views

app_name = "petition_work"
urlpatterns = [
    path("", overview_views.figures, name="figures"),
    path("figures.xlsx", overview_views.spreadsheet, name="spreadsheet"),
    path("supervision/", overview_views.supervision, name="supervision"),
    path("suggestions/", overview_views.suggestions, name="suggestions"),
    path("suggestions/new/", overview_views.new_suggestion, name="new_suggestion"),
    path("backlog/", backlog_views.backlog, name="backlog"),
    path("backlog.csv", backlog_views.export, name="export"),
    path("annual/", annual_views.years, name="annual"),
    path("annual/<int:year>/", annual_views.draft, name="annual_draft"),
    path("annual/<int:year>/issue/", annual_views.issuing, name="annual_issuing"),
    path("annual/<int:year>/<int:issue>/", annual_views.issued, name="annual_issue"),
    path("annual/<int:year>/<int:issue>/<slug:language>.<slug:form>", annual_views.file, name="annual_file"),
]
