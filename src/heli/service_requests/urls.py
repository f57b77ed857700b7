"""Addresses of the request desk's own pages."""

from django.urls import path

from heli.service_requests import views

app_name = "service_requests"
urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/topic/", views.topic, name="topic"),
    path("report/nearby/", views.nearby, name="nearby"),
    path("standards/", views.standards, name="standards"),
]
