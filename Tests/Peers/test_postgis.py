"""The same rows as tiles of PostGIS (ST_AsMVT) and of Bando hold the same features, attributes and shapes."""

import comparison
import mvt
import pytest
from comparison import SOURCES, Curves, Table

TILES_A_ZOOM = 3
# Simplifying leaves out vertices that lie at most this far, in units, from what remains; not at the deepest zoom.
STATED_TOLERANCE = 0.5


@pytest.fixture(scope="module")
def tables(postgis):
    return {source.layer: Table(postgis, source, comparison.DATASETS) for source in SOURCES}


@pytest.fixture(scope="module")
def pairs(tables, province, service):
    """Tiles of both by layer, with Bando's features under the numbers of their source records."""
    result = {}
    for source in SOURCES:
        records = province.records(source.layer)
        for zoom in source.zooms:
            for tile in tables[source.layer].tiles(zoom, TILES_A_ZOOM):
                layers = mvt.Reader(service.tile(source.layer, tile)).layers
                own = {records[f.id]: f for layer in layers if layer.name == source.layer for f in layer.features}
                result.setdefault(source.layer, {})[tile] = (own, tables[source.layer].tile(tile))
    return result


def is_lost_by_simplifying(feature, size):
    """Whether a feature may be missing from PostGIS's tile.

    ST_AsMVTGeom simplifies by half a unit before it rounds, and a polygon of a few units falls to a line by that
    (seen up to 2.3 by 3.2 units with an area of 2.9). Bando rounds first and keeps what still has an area. On the finer
    grid PostGIS keeps these polygons, too, in the shape that Bando gives them: `test_the_same_shapes` sees that.
    """
    width, height, area = size
    return feature.kind == mvt.POLYGON and feature.doubled_area > 0 and max(width, height) < 4 and area < 3


def is_at_the_buffers_edge(feature):
    """Whether all that a tile has of a feature lies in the outermost unit of its buffer.

    Of 500,000 parcels 12 are in one tile and not in the other at z13 to z15: each reaches half a unit into the buffer,
    where it counts on which side a vertex is rounded, and that PostGIS cuts what it has rounded, Bando half a unit
    farther out.
    """
    edge = comparison.BUFFER - 1
    return all(beyond(part, 0, edge) or beyond(part, 1, edge) for part in feature.parts)


def beyond(part, axis, edge):
    values = [vertex[axis] for vertex in part]
    return max(values) <= -edge or min(values) >= comparison.EXTENT + edge


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.layer)
class TestTiles:
    def test_the_same_features(self, source, pairs, tables):
        for tile, (own, theirs) in pairs[source.layer].items():
            where = f"{source.layer} {tile}"
            for record in theirs.keys() - own.keys():
                assert is_at_the_buffers_edge(theirs[record]), f"{where} {record}: in PostGIS only"
            for record, size in tables[source.layer].sizes(tile, own.keys() - theirs.keys()).items():
                is_explained = is_lost_by_simplifying(own[record], size) or is_at_the_buffers_edge(own[record])
                assert is_explained, f"{where} {record} {size}: in Bando only"

    def test_the_same_attributes(self, source, pairs):
        for tile, (own, theirs) in pairs[source.layer].items():
            for record in own.keys() & theirs.keys():
                assert own[record].properties == theirs[record].properties, (source.layer, tile, record)

    def test_the_same_shapes(self, source, pairs, tables):
        for tile, (own, _) in pairs[source.layer].items():
            units = 1 if tile[0] == source.zooms[-1] else 1 + STATED_TOLERANCE
            theirs = tables[source.layer].tile(tile, finer=comparison.FINER)
            for record, feature in own.items():
                ours, where = Curves(feature), (source.layer, tile, record)
                if record not in theirs:
                    assert not len(ours.places), f"{where}: in Bando only, and not just in the buffer"
                    continue
                exact = Curves(theirs[record], comparison.FINER)
                assert ours.strays_from(exact, units) is None, where
                assert exact.strays_from(ours, units) is None, where


def test_the_comparison_is_of_a_hundred_tiles_with_features(pairs):
    assert sum(1 for tiles in pairs.values() for own, _ in tiles.values() if own) >= 100
