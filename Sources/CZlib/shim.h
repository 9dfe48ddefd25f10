#pragma once
#include <zlib.h>

/// deflateInit2 is a macro, which Swift cannot see; 31 window bits write a gzip member.
static inline int bando_gzip_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}
