"""`peacereader locate`"""

from __future__ import annotations

import click

from peacereader.cli.common import library_folder, library_option, to_json, write
from peacereader.cli.help_page import TableCommand, config_rows


@click.command("locate", cls=TableCommand, table=("Settings in config.yaml", config_rows))
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--write-config", is_flag=True, help="Write a new config.yaml that explains every setting.")
@click.pass_context
def command(ctx: click.Context, as_json: bool, write_config: bool) -> None:
    """Print where the library, the settings and other files are on this machine.

    None of these has to exist. To use other places, set PEACEREADER_LIBRARY and
    PEACEREADER_CONFIG, or --library. --write-config writes a config.yaml in
    which no setting is in force yet; one that is there stays as it is.
    """
    from peaceindex import printable
    from peaceindex.paths import config_dir, samples_library, state_dir

    if write_config:
        from peacereader.config_file import write_config as write_new

        path = write_new()
        write(to_json({"config": str(path)}) if as_json else f"Written: {printable(str(path))}")
        return
    config = config_dir()
    places = {
        "library": library_folder(ctx).absolute(),
        "samples": samples_library(),
        "config": config / "config.yaml",
        "names": config / "names.yaml",
        "packs": config / "packs",
        "outlets": config / "outlets.yaml",
        "themes": config / "themes",
        "state": state_dir(),
    }
    if as_json:
        write(to_json({name: str(place) for name, place in places.items()}, indent=1))
        return
    for name, place in places.items():
        write(f"{name + ':':<9} {printable(str(place))}{'' if place.exists() else '  (not there yet)'}")
