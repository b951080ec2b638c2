"""Where the web server starts. The owner's login is dropped before anything else, so no page can ever hold it.

The pages are read here, before the server forks: once for all its processes, and no first visitor waits for it.
"""

import os
from importlib import import_module

os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kith.config import memory

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
memory.settle()
