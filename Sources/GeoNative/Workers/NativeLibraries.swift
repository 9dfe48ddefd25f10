import CGDAL

/// Starts GDAL once, before the first worker, with settings that do not come from the environment.
enum NativeLibraries {
    /// Registers the drivers and takes away those that reach beyond local files.
    static func start() {
        _ = started
    }

    private static let started: Bool = {
        _ = unsafe CPLSetErrorHandler(CPLQuietErrorHandler)
        for (name, value) in settings { unsafe CPLSetConfigOption(name, value) }
        OSRSetPROJEnableNetwork(0)
        GDALAllRegister()
        for name in remoteDrivers { deregister(name) }
        return true
    }()

    /// A file from outside must not make this process open others: no sidecar of a remote kind, no extension of SQLite.
    private static let settings = [
        ("GDAL_DISABLE_READDIR_ON_OPEN", "FALSE"),
        ("GDAL_PAM_ENABLED", "NO"),
        ("GDAL_HTTP_MAX_RETRY", "0"),
        ("GDAL_VRT_ENABLE_PYTHON", "NO"),
        ("OGR_SQLITE_LOAD_EXTENSIONS", ""),
        ("PROJ_NETWORK", "OFF"),
        ("CPL_DEBUG", "OFF"),
    ]

    /// The drivers that open connections by the contents of a file or by the form of a name.
    private static let remoteDrivers = [
        "AmigoCloud", "Carto", "Cloudant", "CouchDB", "CSW", "DAAS", "EEDA", "EEDAI", "Elasticsearch", "GeoRSS",
        "GMLAS", "HTTP", "MongoDB", "MongoDBv3", "MSSQLSpatial", "MySQL", "NAS", "NGW", "OAPIF", "OCI", "ODBC",
        "OGCAPI", "OGR_VRT", "PGeo", "PLMOSAIC", "PLSCENES", "PostgreSQL", "PostGISRaster", "RasterLite", "STACIT",
        "STACTA", "WCS", "WFS", "WFS3", "WMS", "WMTS",
    ]

    private static func deregister(_ name: String) {
        guard let driver = unsafe GDALGetDriverByName(name) else { return }
        unsafe GDALDeregisterDriver(driver)
        unsafe GDALDestroyDriver(driver)
    }
}
