"""Addresses of the funds' pages for residents."""

from django.urls import path

from heli.funds import views

app_name = "funds"
urlpatterns = [
    path("funds/apply/", views.apply, name="apply"),
    path("funds/totals/", views.show_totals, name="totals"),
    path("funds/totals.csv", views.totals_csv, name="totals_csv"),
]
