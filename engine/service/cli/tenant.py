"""`tertulia tenant`: where tenants live, when they share several databases."""

import click

from engine.service.cli.output import say, say_json
from engine.service.cli.parameters import as_json, command
from engine.types.issue import TertuliaError


@command("tenant", "tertulia tenant --directory postgresql:///front --move acme postgresql:///b")
@click.option("--directory", required=True, help="The database that says where each lives.")
@click.option("--move", nargs=2, metavar="TENANT ADDRESS", help="Move one to another database.")
@as_json
def run(directory: str, move: tuple[str, str] | None, json: bool) -> None:
    """Lists tenants and where they live, or moves one to another database.

    `tertulia serve --directory ... --tenant NAME` looks a tenant up. Stop its workers before it
    moves; whoever posts meanwhile is told to post again.
    """
    from engine.stores.opening import is_address
    from engine.stores.postgres import tenants
    from engine.stores.postgres.address import shown

    for address in (directory, *(move[1:] if move else ())):
        if not is_address(address):
            raise TertuliaError(
                f"{address}: not the address of a database; it begins with postgresql://"
            )
    if move:
        moved = tenants.move(directory, *move)
        if json:
            say_json(moved)
        else:
            rows = sum(moved.values())
            say(f"{move[0]} lives at {shown(move[1])} now; {rows:,} rows moved")
        return
    found = {tenant: shown(address) for tenant, address in tenants.tenants(directory).items()}
    if json:
        say_json(found)
        return
    for tenant, place in found.items():
        say(f"{tenant:<30} {place}")
    if not found:
        say(f"no tenant has been moved: all of them live at {shown(directory)}")
