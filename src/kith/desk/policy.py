"""Grants and definer functions of the staff shell: figures without names, the site's own upkeep."""

from kith.authority.locks import install_file
from kith.authority.policy import grant

install_file("kith.desk", "desk.sql")
install_file("kith.desk", "consistency.sql")

grant(
    "figures.viewed",
    to=("senior_leader", "scrutineer", "hub_manager", "duty"),
    because="you answer for the partnership's work",
)
grant("site.viewed", to="administrator", because="you look after the site, never its children")
grant("message.chased", to="job_sweep", because="whoever reported is told, and asked again until it is read")
grant(
    "recording.viewed",
    to=("hub_manager", "senior_leader"),
    because="you answer for what recording costs people",
)
