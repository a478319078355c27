#ifndef KWIK_TESTBED_KEY_FILE_H
#define KWIK_TESTBED_KEY_FILE_H

#include "protocol-core/base/carrier-types.h"
#include "protocol-core/trust/session-token.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace kwik::testbed
{

/// A fresh key from the kernel's random source.
SigningSeed NewKey();

/**
 * The host key in @p file: 64 hexadecimal digits and a newline. When there is no such file it is
 * made, readable by its owner only. Throws std::runtime_error with the file's name and what is
 * wrong.
 */
SigningSeed LoadOrCreateKey(const std::filesystem::path& file);

/// 64 hexadecimal digits.
std::string ToHex(const KeyPin& pin);
std::optional<KeyPin> ParsePin(std::string_view text);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KEY_FILE_H
