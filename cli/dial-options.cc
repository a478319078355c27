#include "cli/dial-options.h"

#include "cli/options.h"
#include "experiment/workload/generated-content.h"
#include "testbed/key-file.h"
#include "testbed/security-options.h"
#include "testbed/upload-folder.h"

#include <boost/program_options.hpp>
#include <filesystem>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

/// Whether a server could have it.
bool
IsContent(std::string_view name)
{
    constexpr std::string_view FILES = "file/";
    return (name.starts_with(FILES) && name.size() > FILES.size()) ||
           !testbed::UploadFolder::NameIn(name).empty() ||
           GeneratedContent().SizeOf(name).has_value();
}

/// What is to be got or put.
void
ReadWhat(const po::variables_map& values, DialOptions& options)
{
    if (values.contains("get") == values.contains("put"))
    {
        throw po::error("write --get CONTENT or --put FILE");
    }
    if (values.contains("put"))
    {
        if (values.contains("output"))
        {
            throw po::error("--output is where --get writes; --put writes nothing here");
        }
        options.put = values["put"].as<std::string>();
        const std::string name = std::filesystem::path(*options.put).filename().string();
        if (testbed::UploadFolder::NameIn("upload/" + name).empty())
        {
            throw po::error("--put " + *options.put +
                            ": servers keep names of at most 200 letters, digits, '.', '_' and "
                            "'-' that begin with a letter or digit and do not end in .part");
        }
        return;
    }
    options.content = values["get"].as<std::string>();
    if (!IsContent(options.content))
    {
        throw po::error("--get " + options.content +
                        ": write file/PATH for a file of the server, as in file/movie.bin, or "
                        "generated/SIZE/SEED, as in generated/100000000/1");
    }
}

/// What is demanded, and what is proved.
void
ReadSecurity(const po::variables_map& values, DialOptions& options)
{
    if (values.contains("key"))
    {
        options.keyFile = values["key"].as<std::string>();
    }
    const std::string level = values["security"].as<std::string>();
    if (!testbed::ParseSecurityLevel(level))
    {
        throw po::error("--security " + level + ": allowed are standard, high, maximum");
    }
    options.level = *testbed::ParseSecurityLevel(level);
    if (!values.contains("allow"))
    {
        return;
    }
    for (const std::string& text : values["allow"].as<std::vector<std::string>>())
    {
        const auto pin = testbed::ParsePin(text);
        if (!pin)
        {
            throw po::error("--allow " + text + ": 64 hexadecimal digits (0-9a-f)");
        }
        options.allowedServers.push_back(*pin);
    }
}

po::options_description
Describe()
{
    po::options_description description("Options");
    auto add = description.add_options();
    add("server", po::value<std::string>()->required(), "ADDRESS:PORT of the primary server");
    add("pin", po::value<std::string>()->required(), "its pin, as kwikd prints it");
    add("get", po::value<std::string>(), "content: file/PATH, upload/NAME or generated/SIZE/SEED");
    add("put",
        po::value<std::string>(),
        "file to upload as upload/NAME, to be read back and compared");
    add("output,o", po::value<std::string>(), "file to write the content to");
    add("key", po::value<std::string>(), "file with the key to prove; made if it does not exist");
    add("allow",
        po::value<std::vector<std::string>>()->composing(),
        "PIN of a server that may be used besides --server; may be repeated; without it, all");
    add("security",
        po::value<std::string>()->default_value("standard"),
        "what is demanded of servers: standard, high or maximum");
    add("json", po::bool_switch(), "print one JSON document");
    add("verbose,v", po::bool_switch(), "print every event to standard error");
    return description;
}

} // namespace

std::optional<DialOptions>
ReadDialOptions(const Arguments& arguments)
{
    const po::options_description description = Describe();
    const auto values = ReadOptions(
        arguments,
        description,
        {"kwiklab dial --server ADDRESS:PORT --pin PIN (--get CONTENT | --put FILE) [OPTIONS]",
         "Downloads a content from a Kwik server, and from every other server that it\n"
         "recommends, over real UDP and QUIC. Generated content is checked byte by byte.\n\n"
         "--put uploads a file over the same servers to the primary, a kwikd with --uploads, then\n"
         "reads it back and compares every byte: only then it is a success.",
         "  kwikd --listen 127.0.0.1:4433        # prints its pin\n"
         "  kwiklab dial --server 127.0.0.1:4433 --pin PIN --get generated/100000000/1\n"
         "  kwiklab dial --server 127.0.0.1:4433 --pin PIN --put results.tar"});
    if (!values)
    {
        return std::nullopt;
    }
    const std::string server = (*values)["server"].as<std::string>();
    const auto address = ParseIpv4(server);
    if (!address.IsOk())
    {
        throw po::error("--server " + server +
                        ": not an IPv4 address and port; write for example 127.0.0.1:4433");
    }
    const auto pin = testbed::ParsePin((*values)["pin"].as<std::string>());
    if (!pin)
    {
        throw po::error("--pin: 64 hexadecimal digits (0-9a-f), as kwikd prints them");
    }
    DialOptions options{{address.Value(), *pin, {}}, {}, {}, {}, {}, {}};
    ReadWhat(*values, options);
    ReadSecurity(*values, options);
    options.isJson = (*values)["json"].as<bool>();
    options.isVerbose = (*values)["verbose"].as<bool>();
    if (values->contains("output"))
    {
        options.output = (*values)["output"].as<std::string>();
    }
    return options;
}

} // namespace kwik::cli
