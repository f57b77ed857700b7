"""Every address of Heli."""

from django.conf import settings
from django.urls import include, path

from heli.advice.desk_interface import router as advice_desk
from heli.advice.interface import router as advice
from heli.api.operations import api
from heli.mediation.interface import router as mediation
from heli.project.data_protection.views import register
from heli.project.health import healthz
from heli.project.offline import manifest, worker
from heli.project.previews import as_resident
from heli.reception.interface import router as reception

# Operations of a domain: the floor of the API knows none.
api.add_router("/reception", reception)
api.add_router("/mediation", mediation)
api.add_router("/advice", advice)
api.add_router("/advice/desk", advice_desk)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("worker.js", worker, name="worker"),
    path("manifest.<str:language>.json", manifest, name="manifest"),
    path("data/", register, name="data_register"),
    path("", include("heli.cases.urls")),
    path("", include("heli.portal.urls")),
    path("", include("heli.service_requests.urls")),
    path("", include("heli.funds.urls")),
    path("", include("heli.petitions.urls")),
    path("", include("heli.mediation.urls")),
    path("desk/cases/<str:reference>/as-resident/", as_resident, name="as_resident"),
    path("desk/manage/import/", include("heli.imports.urls")),
    path("desk/petition-work/", include("heli.petitions.overview_urls")),
    path("desk/", include("heli.service_requests.desk_urls")),
    path("desk/", include("heli.funds.desk_urls")),
    path("advice/", include("heli.advice.urls")),
    path("desk/advice/", include("heli.advice.desk_urls")),
    path("visit/", include("heli.reception.urls")),
    path("desk/", include("heli.reception.desk_urls")),
    path("desk/", include("heli.petitions.desk_urls")),
    path("", include("heli.mediation.desk_urls")),
    path("", include("heli.referrals.urls")),
    path("desk/", include("heli.referrals.desk_urls")),
    path("desk/", include("heli.workbench.urls")),
    path("wall/", include("heli.wall.urls")),
    path("api/", include("heli.api.urls")),
    path("accounts/", include("heli.project.account_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "heli.project.refusals.bad_request"
handler500 = "heli.project.refusals.server_error"

if not settings.PRODUCTION:
    urlpatterns += [path("styleguide/", include("heli.project.styleguide.urls"))]
