"""YAML in which a repeated key is refused: it would silently drop all that is written under the first one."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml


class _UniqueKeyLoader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        repeated = sorted({str(key) for key in keys if keys.count(key) > 1})
        if repeated:
            raise yaml.constructor.ConstructorError(None, None, f"repeated key: {', '.join(repeated)}", node.start_mark)
        return super().construct_mapping(node, deep)


def load_text(text: str) -> Any:
    """Read YAML.

    Raises:
        yaml.YAMLError: The text is no YAML, or repeats a key.
    """
    return yaml.load(text, Loader=_UniqueKeyLoader)


def load_file(path: Path) -> Any:
    """Read a file of YAML; see `load_text`."""
    return load_text(path.read_text(encoding="utf-8"))
