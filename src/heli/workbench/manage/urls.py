"""Addresses of the administrator's pages."""

from django.urls import path

from heli.workbench.manage import special, views

urlpatterns = [
    path("", views.overview, name="manage"),
    path("calendar/", special.calendar, name="manage_calendar"),
    path("settings/", special.settings, name="manage_settings"),
    path("coverage/", special.coverage, name="manage_coverage"),
    path("people/<int:pk>/password/", views.new_password, name="manage_password"),
    path("<slug:slug>/", views.rows, name="manage_rows"),
    path("<slug:slug>/new/", views.edit, name="manage_new"),
    path("<slug:slug>/<int:pk>/", views.edit, name="manage_edit"),
]
