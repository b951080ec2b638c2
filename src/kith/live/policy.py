"""Nobody reads or writes the versions but through the two functions of `live.sql`."""

from kith.authority.locks import Lock, install_file, protect
from kith.live.models import Version

protect(Version, Lock("none"))
install_file("kith.live", "live.sql", door=("live_versions(uuid[])",))
