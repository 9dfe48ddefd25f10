package import Foundation
package import GeoCore

/// What Bando keeps and finds: layers of features with their revisions, memberships and tiles.
///
/// `SpatiaLiteStore` is the one in a file. Every call sees one state of the store, whole; errors are `StorageError`s.
package protocol FeatureStore: Sendable {
    // MARK: Layers

    func layers() async throws -> [StoredLayer]
    func layer(_ id: LayerID) async throws -> StoredLayer?
    @discardableResult
    func prepareLayer(_ definition: LayerDefinition, author: String, time: Date) async throws -> StoredLayer
    func drop(_ layer: LayerID, author: String, time: Date) async throws

    // MARK: Features

    func feature(id: Int64, in layer: LayerID) async throws -> Feature?
    func features(_ query: FeatureQuery) async throws -> FeaturePage
    func features(_ query: NearbyQuery) async throws -> NearbyPage
    func beginImport(_ request: ImportRequest) async throws -> any FeatureImport
    @discardableResult
    func edit(
        _ layer: LayerID, _ edits: [FeatureEdit], expected: Int64?, author: String, time: Date
    ) async throws -> EditOutcome

    // MARK: Revisions

    func revisions(of layer: LayerID) async throws -> [LayerRevision]
    func newestRevisions() async throws -> [LayerID: LayerRevision]
    func revision(of layer: LayerID, at instant: Date) async throws -> Int64
    @discardableResult
    func rollback(_ layer: LayerID, to revision: Int64, author: String, time: Date) async throws -> ImportOutcome
    func commitCount() async throws -> Int64

    // MARK: Units

    func membershipRevisions(of layer: LayerID, in units: LayerID) async throws -> MembershipRevisions?
    func replaceMemberships(
        of layer: LayerID, in units: LayerID, revisions: MembershipRevisions, with members: [UnitMember]
    ) async throws

    // MARK: Tiles

    func makeTile(
        _ tile: TileCoordinate, of layer: LayerID, visibleFields: Set<String>?, rows: RowScope?
    ) async throws -> IndexedTile
    func storedTile(_ tile: TileCoordinate, of layer: LayerID, variant: String) async throws -> StoredTile?
    @discardableResult
    func storeTiles(_ tiles: [StoredTile]) async throws -> Int

    func check() async throws -> [StoreFault]
}

extension SpatiaLiteStore: FeatureStore {}
