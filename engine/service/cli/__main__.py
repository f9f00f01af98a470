"""`python -m engine.service.cli`: the command line, where `tertulia` is not on the path."""

from engine.service.cli import main

main()
