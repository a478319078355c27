#include "replay/record-header.h"

#include <nlohmann/json.hpp>
#include <sodium.h>

namespace kwik::replay
{

namespace
{

std::string
Hex(const EntropySeed& seed)
{
    std::string text(2 * seed.size() + 1, '\0');
    sodium_bin2hex(text.data(),
                   text.size(),
                   reinterpret_cast<const unsigned char*>(seed.data()),
                   seed.size());
    text.pop_back();
    return text;
}

EntropySeed
SeedOf(const std::string& text)
{
    EntropySeed seed{};
    std::size_t size = 0;
    const int status = sodium_hex2bin(reinterpret_cast<unsigned char*>(seed.data()),
                                      seed.size(),
                                      text.data(),
                                      text.size(),
                                      nullptr,
                                      &size,
                                      nullptr);
    if (status != 0 || size != seed.size() || text.size() != 2 * seed.size())
    {
        throw RecordError("the header's entropy is not 32 bytes in hexadecimal digits");
    }
    return seed;
}

/// The library takes -1 for a large number.
std::uint64_t
Whole(const nlohmann::json& value)
{
    if (!value.is_number_unsigned())
    {
        throw RecordError("the header has a number that cannot be");
    }
    return value.get<std::uint64_t>();
}

} // namespace

EntropySeed
NewEntropySeed()
{
    EntropySeed seed{};
    randombytes_buf(seed.data(), seed.size());
    return seed;
}

std::string
RecordName(const std::string& host, std::uint64_t restarts)
{
    return host + (restarts == 0 ? "" : ".restart" + std::to_string(restarts)) + ".kwikrec";
}

std::string
WriteHeader(const RecordHeader& header)
{
    return nlohmann::ordered_json{{"host", header.host},
                                  {"seed", header.seed},
                                  {"restarts", header.restarts},
                                  {"unix_start_s", header.unixStart},
                                  {"build", header.build},
                                  {"libraries", header.libraries},
                                  {"entropy", Hex(header.entropy)},
                                  {"scenario", header.scenario}}
        .dump();
}

RecordHeader
ReadHeader(const std::string& text)
{
    const auto json = nlohmann::json::parse(text, nullptr, false);
    RecordHeader header;
    try
    {
        json.at("host").get_to(header.host);
        header.seed = Whole(json.at("seed"));
        header.restarts = Whole(json.at("restarts"));
        json.at("unix_start_s").get_to(header.unixStart);
        json.at("build").get_to(header.build);
        json.at("libraries").get_to(header.libraries);
        json.at("scenario").get_to(header.scenario);
        header.entropy = SeedOf(json.at("entropy").get<std::string>());
    }
    catch (const nlohmann::json::exception& error)
    {
        throw RecordError(std::string("the header cannot be read: ") + error.what());
    }
    constexpr std::int64_t YEAR_9999 = 253'402'300'799;
    if (header.unixStart < 0 || header.unixStart > YEAR_9999 || header.restarts > 1'000'000)
    {
        throw RecordError("the header has a number that cannot be");
    }
    return header;
}

} // namespace kwik::replay
