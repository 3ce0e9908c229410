"""What production does with the static files, and what the check of a production site says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.core.management import call_command
from pytest_django import Settings


def test_every_static_file_is_collected_with_its_hash(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    for name in ("kaohe/kaohe.css", "kaohe/vendor/tabler-core-1.6.1/tabler.min.css", "mfa/js/webauthn.js"):
        assert (tmp_path / manifest[name]).exists()
    assert (tmp_path / f"{manifest['kaohe/kaohe.css']}.gz").exists()


def test_the_check_of_a_production_site_finds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    surroundings = {
        "DJANGO_SETTINGS_MODULE": "kaohe.office.settings",
        "KAOHE_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@localhost/none",
        "KAOHE_SECRET_KEY": "of the tests, known to everybody, 50 characters long",
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join(sys.path),
    }
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
