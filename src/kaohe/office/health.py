"""Is the process alive, and can it work? Two addresses for whoever watches the server; they tell strangers nothing."""

from __future__ import annotations

import logging

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_log = logging.getLogger(__name__)


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer that the process is there."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether the database is there and its tables are those of this version; 503 when not."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        is_current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        _log.exception("the database does not answer")
        connection.close()
        return JsonResponse({"status": "no database"}, status=503)
    if not is_current:
        return JsonResponse({"status": "run: kaohe office migrate"}, status=503)
    return JsonResponse({"status": "ok"})
