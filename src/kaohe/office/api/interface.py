"""The API as a whole: version 1, described by OpenAPI at ``/api/v1/openapi.json``."""

from __future__ import annotations

from ninja import NinjaAPI

from kaohe.office.api import refusals
from kaohe.office.api.endpoints import events, planning, reports, scores

api = NinjaAPI(
    title="Kaohe 考核",
    version="1",
    description=(
        "The same actions and the same visibility as the pages. Send `Authorization: Bearer TOKEN`; tokens are opened "
        "on the page “API tokens” of one's own account. Figures, targets and scores are decimal texts. "
        "`Accept-Language: en` chooses the language of messages; Chinese otherwise."
    ),
    urls_namespace="api-1",
    docs_url=None,
)
for router in (planning.router, reports.router, events.router, scores.router):
    api.add_router("", router)
refusals.add_to(api)
