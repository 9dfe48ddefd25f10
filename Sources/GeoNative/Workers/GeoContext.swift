/// Everything native that must not be shared: the contexts of PROJ and GEOS, cached transformations, open rasters.
///
/// It lives inside one `GeoWorker` and is lent to one synchronous job at a time.
package struct GeoContext: ~Copyable {
    let proj: ProjContext
    let geos: GEOSContext
    private var companions: [ObjectIdentifier: any GeoCompanion]

    /// Starts the libraries where this is the first context of the process.
    package init() throws(NativeError) {
        NativeLibraries.start()
        let proj = try ProjContext()
        let geos = try GEOSContext()
        self.proj = proj
        self.geos = geos
        companions = [:]
    }

    /// The one companion of its type, made when first asked for.
    package mutating func companion<Companion: GeoCompanion>(_ type: Companion.Type = Companion.self) -> Companion {
        let key = ObjectIdentifier(type)
        if let existing = companions[key] as? Companion { return existing }
        let made = Companion()
        companions[key] = made
        return made
    }
}

/// State that a part of this module keeps in each worker: open rasters, cached transformations.
///
/// It is used by one job at a time and must not be handed out of a job.
package protocol GeoCompanion: AnyObject {
    init()
}
