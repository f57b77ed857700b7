"""Addresses of the funds among the officers' pages; mounted under /desk/."""

from django.urls import path

from heli.funds import arranging_views, desk_views, person_views, statement_views

app_name = "funds_desk"
urlpatterns = [
    path("funds/books/", desk_views.books, name="books"),
    path("funds/books/<slug:code>/", desk_views.show_ledger, name="ledger"),
    path("funds/books/<slug:code>/ledger.csv", desk_views.export, name="export"),
    path("funds/books/<slug:code>/post/", desk_views.post_entry, name="post"),
    path("funds/books/<slug:code>/budget/", desk_views.new_line, name="line"),
    path("funds/books/<slug:code>/entries/<int:pk>/reverse/", desk_views.reverse_entry, name="reverse"),
    path("funds/books/<slug:code>/statements/", statement_views.statements, name="statements"),
    path("funds/books/<slug:code>/statements/take/", statement_views.take_statement, name="take_statement"),
    path("funds/books/<slug:code>/statements/<int:pk>/", statement_views.statement, name="statement"),
    path("funds/apply/", person_views.apply_for, name="apply"),
    path("funds/payee/<str:reference>/", person_views.payee, name="payee"),
    path("funds/arrange/", arranging_views.funds, name="funds"),
    path("funds/arrange/new/", arranging_views.fund, name="fund_new"),
    path("funds/arrange/<slug:code>/", arranging_views.fund, name="fund"),
]
