"""Where the web server starts. The owner's login is dropped before anything else, so no page can ever hold it."""

import os

os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
