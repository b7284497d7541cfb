"""The application a web server (granian) loads."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Everything is loaded before the first request, and what is loaded stays: the garbage collector need never look
# through it again, which it would do in the middle of every large page.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
