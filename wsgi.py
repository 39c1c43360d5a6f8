"""The application for any WSGI server: `gunicorn wsgi:application`."""

import os
import sys

from careercraft.config import SettingProblem, read_settings
from careercraft.db import UnsafeDatabaseRole
from careercraft.logs import set_up_logs
from careercraft.runtime import settle_memory
from careercraft.web.app import create_app

set_up_logs()
try:
    application = create_app(read_settings(os.environ))
except (SettingProblem, UnsafeDatabaseRole) as problem:
    sys.exit(str(problem))
settle_memory()
