import Glibc

/// How many files and connections the process may hold open.
enum OpenFileLimit {
    /// Lifts the soft limit to the hard one: a thousand listeners of `/events` are a thousand connections, and the usual soft
    /// limit is 1,024. Where the system refuses, the service starts with what it has.
    ///
    /// - Returns: How many may be open from now on.
    @discardableResult
    static func raise() -> UInt {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
        var wanted = limit
        wanted.rlim_cur = limit.rlim_max
        let isRaised = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &wanted) == 0
        return isRaised ? wanted.rlim_cur : limit.rlim_cur
    }
}
