"""The administrators of the demo, and the one password of everybody in it."""

from __future__ import annotations

PASSWORD = "qinghe-demo-2026"  # noqa: S105  (printed, and shown on the sign-in page of the demo)
ADMINISTRATORS = {"sysadmin": "system_admin", "secadmin": "security_admin", "auditor": "audit_admin"}
"""Account name → role."""
