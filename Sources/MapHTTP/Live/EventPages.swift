import MapEngine
import NIOCore
import Synchronization

/// Pages of events as they go over the wire, kept for all listeners who may be told the same from the same place on.
///
/// A thousand dashboards with one filter share the bytes of what they are about to get, so that an event is made into text a few
/// times and not a thousand. With the next event a page serves nobody any more: of each vessel the newest position alone is told.
final class EventPages: Sendable {
    fileprivate struct Page {
        var bytes: ByteBuffer
        /// Up to where its events were looked at.
        var end: Int64

        /// Bytes, with some for what keeps it.
        var cost: Int { bytes.readableBytes + 512 }
    }

    fileprivate struct Kept {
        var pages: [EventSubscription.Outlook: Page] = [:]
        /// Oldest first.
        var order: [EventSubscription.Outlook] = []
        var byteCount = 0
    }

    private let kept = Mutex(Kept())
    /// What all pages together may take, in bytes.
    private static let limit = 4_000_000

    /// The next events of a subscription as server-sent events, which it then has had: empty where none of those looked at are for it,
    /// `nil` where there are no more now.
    func next(of subscription: inout EventSubscription) async throws -> ByteBuffer? {
        let outlook = subscription.outlook
        if let outlook, let page = kept.withLock({ $0.pages[outlook] }) {
            subscription.skip(to: page.end)
            return page.bytes
        }
        guard let messages = try await subscription.next() else { return nil }
        let page = Page(bytes: Self.bytes(of: messages), end: subscription.place)
        if let outlook { keep(page, for: outlook) }
        return page.bytes
    }

    private func keep(_ page: Page, for outlook: EventSubscription.Outlook) {
        guard page.bytes.readableBytes < Self.limit / 8 else { return }
        kept.withLock { kept in
            // Others on their way to the same page may have kept it meanwhile.
            guard kept.pages[outlook] == nil else { return }
            kept.pages[outlook] = page
            kept.order.append(outlook)
            kept.byteCount += page.cost
            if kept.byteCount > Self.limit { kept.forgetOldest(untilUnder: Self.limit / 2) }
        }
    }
}

extension EventPages.Kept {
    fileprivate mutating func forgetOldest(untilUnder limit: Int) {
        var count = 0
        while byteCount > limit, count < order.count {
            if let page = pages.removeValue(forKey: order[count]) { byteCount -= page.cost }
            count += 1
        }
        order.removeFirst(count)
    }
}

extension EventPages {
    private static func bytes(of messages: [EventSubscription.Message]) -> ByteBuffer {
        // Made once at its full size: buffers that grow leave holes in the heap.
        var buffer = ByteBufferAllocator().buffer(capacity: messages.reduce(0) { $0 + size(of: $1) })
        for message in messages {
            switch message {
            case .reset(let id): buffer.writeString("id: \(id)\nevent: reset\ndata: {}\n\n")
            case .event(let event):
                buffer.writeString("id: \(event.id)\nevent: \(event.topic.rawValue)\ndata: ")
                buffer.writeBytes(event.payload)
                buffer.writeString("\n\n")
            }
        }
        return buffer
    }

    /// Bytes that a message takes in the stream at most.
    private static func size(of message: EventSubscription.Message) -> Int {
        guard case .event(let event) = message else { return 64 }
        return event.payload.count + 64
    }
}
