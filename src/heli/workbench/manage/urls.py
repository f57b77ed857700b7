"""Addresses of the administrator's pages."""

from django.urls import path

from heli.workbench.manage import accounts, papers, retention, special, views

urlpatterns = [
    path("", views.overview, name="manage"),
    path("calendar/", special.calendar, name="manage_calendar"),
    path("settings/", special.settings, name="manage_settings"),
    path("retention/", retention.retention, name="manage_retention"),
    path("retention/holds/<int:pk>/end/", retention.end_hold, name="manage_hold_end"),
    path("retention/<slug:kind>/", retention.period, name="manage_period"),
    path("papers/", papers.papers, name="manage_papers"),
    path("papers/<slug:code>/", papers.paper, name="manage_paper"),
    path("papers/<slug:code>/preview/", papers.preview, name="manage_paper_preview"),
    path("papers/<slug:code>/<int:version>/", papers.version, name="manage_paper_version"),
    path("papers/<slug:code>/<int:version>/force/", papers.force, name="manage_paper_force"),
    path("coverage/", special.coverage, name="manage_coverage"),
    path("people/<int:pk>/password/", accounts.new_password, name="manage_password"),
    path("people/<int:pk>/sessions/", accounts.end_sessions, name="manage_sessions"),
    path("people/<int:pk>/factors/", accounts.remove_factors, name="manage_factors"),
    path("people/<int:pk>/identity/", accounts.tie, name="manage_identity"),
    path("<slug:slug>/", views.rows, name="manage_rows"),
    path("<slug:slug>/new/", views.edit, name="manage_new"),
    path("<slug:slug>/<int:pk>/", views.edit, name="manage_edit"),
]
