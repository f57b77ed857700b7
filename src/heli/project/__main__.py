"""`python -m heli.project` is `heli`."""

from heli.project.cli import main

main()
