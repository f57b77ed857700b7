"""Addresses of the residents' pages for petitions."""

from django.urls import path

from heli.petitions import open_views, views

app_name = "petitions"
urlpatterns = [
    path("petition/", views.file, name="file"),
    path("petitions/figures/", open_views.figures, name="figures"),
    path("petitions/figures.csv", open_views.figures_csv, name="figures_csv"),
    path("petitions/opinions/", open_views.opinions, name="opinions"),
    path("petitions/opinions/feed.atom", open_views.feed, name="opinion_feed"),
    path("petitions/opinions/<uuid:key>/", open_views.opinion, name="opinion"),
    path("petitions/arrangements/", open_views.local, name="arrangements"),
]
