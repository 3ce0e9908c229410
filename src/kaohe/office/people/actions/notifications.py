"""Tell accounts what they should know, and note what they have read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from kaohe.office.people.models import Account, Notification, Unit
from kaohe.office.people.roles import Role

SOURCE_LANGUAGE = "en"


def notify(accounts: Iterable[Account], text: str | Promise, url: str = "", **words: object) -> int:
    """Put a line into the inbox of accounts; says how many got one.

    The lines are written in the transaction of the action that calls: they become visible when it commits, and not at
    all when it fails. Nothing is lost between the two. Disabled accounts get none.

    Parameters
    ----------
    text
        Marked for the catalogue of the calling app, by ``gettext_lazy`` or ``gettext_noop``, with ``{names}`` of the
        words. Every reader reads it in the own language, so it is not translated here.
    url
        Page that the line opens.
    words
        What stands for the names.

    Examples
    --------
    ``notify(heads, _("{unit}: the target of {indicator} was sent back."), url=page, unit=unit, indicator=name)``
    """
    with override(SOURCE_LANGUAGE):
        source = str(text)
    kept = json.dumps({name: str(word) for name, word in words.items()}, ensure_ascii=False)
    keys = {account.pk for account in accounts if account.is_active}
    Notification.objects.bulk_create(
        Notification(account_id=key, text=source, words=kept, url=url) for key in sorted(keys)
    )
    return len(keys)


def tell(
    *roles: Role, over: Unit | Collection[Unit], by: Account | None, text: str | Promise, url: str = "", **words: object
) -> int:
    """Put a line into the inbox of whoever holds one of the roles over a unit, but not of who acts; see `notify`.

    A part of the action that calls: two queries, however many are told.
    """
    told = Account.objects.holding(*roles, over=over)
    return notify(told.exclude(pk=by.pk) if by else told, text, url, **words)


@transaction.atomic
def mark_read(*, by: Account, notification: Notification | None = None) -> int:
    """Note that an account has read one of its notifications, or all; says how many were new.

    Reading is no act of office and leaves no entry in the log.
    """
    unread = Notification.objects.visible_to(by).unread()
    if notification is not None:
        unread = unread.filter(pk=notification.pk)
    return int(unread.update(read_at=timezone.now()))
