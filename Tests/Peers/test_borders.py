"""Neighbours' borders, simplified, rounded and cut, are still the same line at every zoom."""

import mvt
import pytest
import shapely
from comparison import EXTENT, FINER, REAL_COMMUNES, Table

from bench.peers.mercator import tiles_within

TILE = shapely.box(0, 0, EXTENT, EXTENT)
# The layers whose features cover an area without gaps, with a place inside it and their zooms.
COVERAGES = {
    "commune": ((107.6, 13.1, 109.2, 14.5), range(6, 17)),
    "parcels": ((109.203, 13.757, 109.221, 13.774), range(8, 19)),
}
PROVINCE = (107.45, 13.0, 109.36, 14.7)


def polygons(data, name):
    """The polygons of a tile layer by the id of their feature."""
    features = [feature for layer in mvt.Reader(data).layers if layer.name == name for feature in layer.features]
    return {
        feature.id: shapely.MultiPolygon([shapely.Polygon(*rings) for rings in mvt.polygons(feature)])
        for feature in features
    }


def unshared_edges(shapes):
    """Edges inside the tile that a neighbour has otherwise, with the number of the polygon."""
    edges = shapely.intersection(shapely.coverage_invalid_edges(shapes), TILE)
    return [(number, edge) for number, edge in enumerate(edges) if edge.length > 0]


@pytest.mark.parametrize("layer", COVERAGES)
def test_neighbours_have_the_same_border_vertex_for_vertex(layer, service):
    place, zooms = COVERAGES[layer]
    compared = 0
    for zoom in zooms:
        for tile in tiles_within(place, zoom)[:4]:
            shapes = list(polygons(service.tile(layer, tile), layer).values())
            compared += len(shapes)
            assert unshared_edges(shapes) == [], (layer, tile)
    assert compared > 500


@pytest.fixture(scope="module")
def real(program, shared):
    """The real communes of Gia Lai, with 13,000 vertices in one of them, served."""
    return program.workspace("communes").imported(("commune", shared / REAL_COMMUNES.file))


@pytest.fixture(scope="module")
def real_service(real):
    return real.serve()


def test_real_neighbours_part_by_no_more_than_a_unit(real_service):
    """Borders that the file itself draws twice, and fingers thinner than a unit that rounding closes, part a little."""
    compared = 0
    for zoom in range(6, 17):
        for tile in tiles_within(PROVINCE, zoom)[:6]:
            by_id = polygons(real_service.tile("commune", tile), "commune")
            ids, shapes = list(by_id), list(by_id.values())
            for number, edge in unshared_edges(shapes):
                others = shapely.union_all([shape.boundary for shape in shapes[:number] + shapes[number + 1 :]])
                places = shapely.points(shapely.get_coordinates(shapely.segmentize(edge, 1)))
                assert shapely.distance(places, others).max() <= 1.5, (tile, ids[number], edge.wkt[:200])
            compared += len(shapes)
    assert compared > 500


def test_real_communes_keep_all_their_islands(real, real_service, postgis, shared):
    table = Table(postgis, REAL_COMMUNES, shared)
    records = real.records("commune")
    islands = 0
    for zoom in range(6, 17):
        for tile in tiles_within(PROVINCE, zoom)[:4]:
            own = polygons(real_service.tile("commune", tile), "commune")
            own = {records[id]: shape for id, shape in own.items()}
            for record, feature in table.tile(tile, FINER).items():
                for exterior, _ in mvt.polygons(feature):
                    inside = place_inside(exterior)
                    if inside is None:
                        continue
                    islands += 1
                    assert any(part.contains(inside) for part in own[record].geoms), (tile, record, inside.wkt)
    assert islands > 300


def place_inside(ring):
    """A place more than a unit and a half from the ring; nothing for a ring that rounding may close."""
    polygon = shapely.Polygon([(x / FINER, y / FINER) for x, y in ring]).simplify(0.2).buffer(-1.7)
    return polygon.point_on_surface() if polygon.area > 2 else None
