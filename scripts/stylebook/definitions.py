"""Layer definitions and code lists as the styles need them."""

import dataclasses

import yaml


@dataclasses.dataclass
class Catalogue:
    layers: dict
    code_lists: dict

    def codes(self, layer, field):
        """The codes of a field, from its own list or the shared one that it names; empty where it has none."""
        for each in self.layers[layer]["fields"]:
            if each["name"] == field:
                codes = each.get("codes", [])
                return self.code_lists[codes]["codes"] if isinstance(codes, str) else codes
        raise KeyError(f"{layer} has no field {field}")


def load(folder):
    # What moves or is reported is drawn by the map page as it happens, from queries and events.
    layers = [each for each in map(read, sorted(folder.glob("*.yaml"))) if each["theme"] != "operations"]
    lists = [read(file) for file in sorted((folder / "codes").glob("*.yaml"))]
    return Catalogue({each["id"]: each for each in layers}, {each["id"]: each for each in lists})


def read(file):
    with file.open(encoding="utf-8") as stream:
        return yaml.safe_load(stream)
