import CGDAL

/// Sets GDAL's configuration options for this thread while a closure runs.
enum ConfigurationScope {
    static func run<Result: ~Copyable, Failure: Error>(
        _ settings: [(String, String)], _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        for (name, value) in settings { unsafe CPLSetThreadLocalConfigOption(name, value) }
        defer {
            for (name, _) in settings { unsafe CPLSetThreadLocalConfigOption(name, nil) }
        }
        return try body()
    }
}
