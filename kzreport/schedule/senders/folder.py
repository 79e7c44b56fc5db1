"""Copy a published folder to a folder of readers, whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from kzreport.files import sync_folder
from kzreport.schedule.folders import make_folder, sweep, sync_tree, tree_hash
from kzreport.schedule.outcomes import Refused


def send_to_folder(published: Path, target: Path) -> None:
    """Make `target` a copy of `published`: beside its place first, then by one rename.

    What is there already and the same is left; anything else there is `Refused`.
    """
    if target.exists():
        if not target.is_dir() or tree_hash(target) != tree_hash(published):
            raise Refused(
                f"`{target}` is there already and holds something else",
                hint="nothing is overwritten; move it away, then `kzreport schedule resend`",
            )
        return
    make_folder(target.parent)
    sweep(target.parent, target.name)
    staged = target.parent / f".{target.name}.copy.part"
    shutil.copytree(published, staged)
    sync_tree(staged)
    staged.rename(target)
    sync_folder(target.parent)
