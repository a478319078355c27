#include "tests/unit/experiment/scenario-support.h"

#include "experiment/text/diagnostic-printer.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace kwik::experiment::test
{

std::vector<std::string>
ScenarioNames()
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(RepositoryPath("scenarios")))
    {
        if (entry.path().extension() == ".yaml")
        {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string>
PlainScenarioNames()
{
    std::vector<std::string> names = ScenarioNames();
    std::erase_if(names, [](const std::string& name) {
        const std::string text = ReadRepositoryFile("scenarios/" + name + ".yaml");
        return text.find("\nsweep:") != std::string::npos;
    });
    return names;
}

std::string
RepositoryPath(const std::string& path)
{
    return std::string(KWIK_SOURCE_DIR) + "/" + path;
}

std::string
ReadRepositoryFile(const std::string& path)
{
    std::ifstream file(RepositoryPath(path), std::ios::binary);
    EXPECT_TRUE(file) << path;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string
SmallScenario()
{
    return "title: Small\n"
           "question: Is it read?\n"
           "duration: 10 s\n"
           "hosts:\n"
           "  client: {role: client}\n"
           "  primary: {role: server}\n"
           "  mirror: {role: server}\n"
           "links:\n"
           "  - {between: [client, primary], rate: 20 Mbit/s, delay: 10 ms}\n"
           "  - {between: [mirror, client], rate: 30 Mbit/s, delay: 30 ms}\n"
           "discovery:\n"
           "  - static: [primary, mirror]\n"
           "workload:\n"
           "  - download: {from: primary, to: client, size: 5 MB}\n"
           "timeline:\n"
           "  - {at: 1 s, crash: mirror}\n"
           "expect:\n"
           "  - {metric: delivered_bytes, equals: 5 MB}\n";
}

std::string
With(std::string text, std::string_view from, std::string_view to)
{
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

Scenario
MustRead(const std::string& text)
{
    const LoadedScenario loaded = ReadScenario(SourceText("f", text));
    EXPECT_TRUE(loaded.scenario) << HeadlinesOf(loaded) << text;
    return loaded.scenario.value_or(Scenario{});
}

std::string
ErrorsIn(const std::string& text)
{
    return HeadlinesOf(ReadScenario(SourceText("f", text)));
}

std::string
HeadlinesOf(const LoadedScenario& loaded)
{
    EXPECT_NE(loaded.scenario.has_value(), !loaded.diagnostics.empty());
    std::string headlines;
    for (const Diagnostic& diagnostic : loaded.diagnostics)
    {
        headlines += Headline(diagnostic, loaded.source) + "\n";
    }
    return headlines;
}

} // namespace kwik::experiment::test
