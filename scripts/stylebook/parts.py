"""The pieces of which style layers are made: all of ours carry the layer and the theme that they draw."""

REGULAR = ["Noto Sans Regular"]
BOLD = ["Noto Sans Bold"]
ITALIC = ["Noto Sans Italic"]

# Shown from the start; the others wait for their switch.
SHOWN = {
    "province", "commune", "roads", "parcels", "contours", "buildings", "maritime-lines", "island-labels",
}


class Book:
    """Collects the style layers of one style, from below."""

    def __init__(self, palette, catalogue):
        self.palette = palette
        self.catalogue = catalogue
        self.layers = []
        self.explained = {}

    def explain(self, layer, vi, en, **look):
        """Adds an entry to the legend of a layer that is drawn in several ways; without one it has its title."""
        self.explained.setdefault(layer, []).append({"title": {"vi": vi, "en": en}, **look})

    def add(self, layer, part, kind, paint, layout=None, **more):
        """Adds a style layer `{layer}-{part}`; `more` takes filter, zooms and `tile_layer`."""
        definition = self.catalogue.layers[layer]
        drawn = {
            "id": f"{layer}-{part}", "type": kind,
            "metadata": {"bando:layer": layer, "bando:theme": definition["theme"]},
            "source": layer, "source-layer": more.get("tile_layer", layer),
        }
        for key in ("minzoom", "maxzoom", "filter"):
            if key in more:
                drawn[key] = more[key]
        drawn["layout"] = {"visibility": "visible" if layer in SHOWN else "none", **(layout or {})}
        drawn["paint"] = paint
        self.layers.append(drawn)

    def fill(self, layer, color, opacity, part="fill", **more):
        paint = {"fill-color": color, "fill-opacity": opacity}
        if "outline" in more:
            paint["fill-outline-color"] = more.pop("outline")
        self.add(layer, part, "fill", paint, **more)

    def pattern(self, layer, image, chosen, **more):
        self.add(layer, "pattern", "fill", {"fill-pattern": image, "fill-opacity": 0.6}, filter=chosen, **more)

    def line(self, layer, color, width, part="line", dash=None, opacity=None, cap="round", **more):
        paint = {"line-color": color, "line-width": width}
        if dash:
            paint["line-dasharray"] = dash
        if opacity is not None:
            paint["line-opacity"] = opacity
        self.add(layer, part, "line", paint, {"line-cap": "butt" if dash else cap, "line-join": "round"}, **more)

    def label(self, layer, text, part="label", size=14, font=REGULAR, color=None, halo=None, layout=None, **more):
        paint = {
            "text-color": color or self.palette.ink, "text-halo-color": halo or self.palette.halo,
            "text-halo-width": 1.6,
        }
        merged = {"text-field": text, "text-font": font, "text-size": size, "text-max-width": 9, **(layout or {})}
        self.add(layer, part, "symbol", paint, merged, **more)

    def area_label(self, layer, text, **more):
        """A label at the one point that each polygon has in the tile layer `{id}:label`."""
        self.label(layer, text, tile_layer=f"{layer}:label", **more)

    def along(self, layer, text, spacing=350, **more):
        layout = {"symbol-placement": "line", "symbol-spacing": spacing, "text-max-angle": 30}
        self.label(layer, text, layout=layout, **more)

    def point(self, layer, icon, color, text=None, text_from=16, **more):
        """A disc with an icon, so that shape and colour say the same; the name comes when there is room."""
        single = more.pop("filter", None) or ["!", ["has", "point_count"]]
        self.disc(layer, color, single)
        layout = {
            "icon-image": icon, "icon-size": zoomed((11, 0.6), (15, 0.8), (18, 1)), "icon-allow-overlap": True,
            "icon-ignore-placement": True,
        }
        self.add(layer, "icon", "symbol", {"icon-color": self.palette.halo}, layout, minzoom=13, filter=single)
        if text:
            layout = {"text-anchor": "top", "text-offset": [0, 0.9], "text-optional": True}
            self.label(layer, text, minzoom=text_from, filter=single, layout=layout)
        if self.catalogue.layers[layer].get("tiles", {}).get("clusterRadius"):
            self.cluster(layer, color)

    def disc(self, layer, color, chosen):
        paint = {
            "circle-color": color, "circle-radius": zoomed((10, 2.5), (13, 4), (15, 8), (18, 12)),
            "circle-stroke-color": self.palette.halo, "circle-stroke-width": zoomed((10, 0.5), (15, 1.5)),
        }
        self.add(layer, "disc", "circle", paint, filter=chosen)

    def cluster(self, layer, color):
        many = ["has", "point_count"]
        paint = {
            "circle-color": color, "circle-opacity": 0.85, "circle-stroke-color": self.palette.halo,
            "circle-stroke-width": 2,
            "circle-radius": ["interpolate", ["linear"], ["get", "point_count"], 2, 10, 50, 16, 500, 24],
        }
        self.add(layer, "cluster", "circle", paint, filter=many)
        layout = {"text-allow-overlap": True, "text-ignore-placement": True}
        self.label(
            layer, ["to-string", ["get", "point_count"]], part="count", font=BOLD, color=self.palette.halo,
            halo=color, filter=many, layout=layout)


def zoomed(*stops):
    """A value that grows with the zoom: pairs of zoom and value."""
    return ["interpolate", ["linear"], ["zoom"], *[part for stop in stops for part in stop]]


def get(field):
    return ["get", field]


def text(field):
    """A field as text; empty where the feature has none."""
    return ["to-string", ["get", field]]


def is_one_of(field, *values):
    return ["in", get(field), ["literal", list(values)]]


def by_code(field, pairs, otherwise):
    """A match of a field's codes; codes of one colour share a label list."""
    groups = {}
    for value, result in pairs:
        groups.setdefault(result, []).append(value)
    parts = []
    for result, values in groups.items():
        parts += [values if len(values) > 1 else values[0], result]
    return ["match", field, *parts, otherwise]
