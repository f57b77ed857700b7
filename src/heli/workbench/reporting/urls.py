"""Addresses of the pages of reports."""

from django.urls import path

from heli.workbench.reporting import pages, schedules

urlpatterns = [
    path("", pages.reports, name="reports"),
    path("preview/", pages.preview, name="report_preview"),
    path("issue/", pages.issuing, name="report_issue"),
    path("schedules/", schedules.schedules, name="report_schedules"),
    path("schedules/new/", schedules.schedule, name="report_schedule_new"),
    path("schedules/<int:pk>/", schedules.schedule, name="report_schedule"),
    path("<str:number>/", pages.report, name="report"),
    path("<str:number>/again/", pages.again, name="report_again"),
    path("<str:number>/<slug:language>.<slug:form>", pages.file, name="report_file"),
]
