"""Nobody reads or writes the versions but through the functions of `live.sql`."""

from kith.authority.locks import Lock, install_file, protect
from kith.live.models import Part, Version

protect(Version, Lock("none"))
protect(Part, Lock("none"))
install_file("kith.live", "live.sql", door=("live_versions(uuid[])",))
