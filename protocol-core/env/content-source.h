#ifndef KWIK_ENV_CONTENT_SOURCE_H
#define KWIK_ENV_CONTENT_SOURCE_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/units.h"

#include <optional>
#include <string_view>

namespace kwik
{

/// What a server can serve by itself. Names are the application's; the protocol does not read them.
class ContentSource
{
  public:
    virtual ~ContentSource() = default;
    /// The size of the content; nothing when this server does not hold it.
    virtual std::optional<ByteCount> SizeOf(std::string_view name) const = 0;
    /// @pre the server holds the content and the bytes lie within it
    virtual SharedBytes Read(std::string_view name, ByteCount offset, ByteCount length) const = 0;
};

} // namespace kwik

#endif // KWIK_ENV_CONTENT_SOURCE_H
