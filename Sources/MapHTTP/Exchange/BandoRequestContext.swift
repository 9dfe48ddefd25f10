import GeoCore
import Hummingbird
import NIOCore

/// What is known of one request beside its head: who is asking, and from where.
struct BandoRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the peer, which for a trusted proxy is the proxy's.
    let remoteAddress: SocketAddress?
    var caller: Caller = .anonymous

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
