"""Addresses of the request desk's own pages."""

from django.urls import path

from heli.service_requests import offline_views, views

app_name = "service_requests"
urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/topic/", views.topic, name="topic"),
    path("report/nearby/", views.nearby, name="nearby"),
    path("device/", offline_views.device, name="device"),
    path("offline/<str:language>/<str:name>/", offline_views.shell, name="shell"),
    path("standards/", views.standards, name="standards"),
]
