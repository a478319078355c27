// Writes the pages that are made from the table of scenario keys: kwik_scenario_docs DIRECTORY
#include "experiment/scenario/scenario-text.h"

#include <fstream>
#include <iostream>
#include <string>

namespace
{

void
WriteFile(const std::string& path, const std::string& text)
{
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file)
    {
        throw std::ios_base::failure(path + " cannot be written");
    }
}

} // namespace

int
main(int argc, char** argv)
{
    if (argc != 2)
    {
        std::cerr << "usage: kwik_scenario_docs DIRECTORY\n";
        return 2;
    }
    const std::string directory = argv[1];
    try
    {
        WriteFile(directory + "/scenario-reference.md", kwik::experiment::ScenarioReference());
        WriteFile(directory + "/scenario.schema.json", kwik::experiment::JsonSchema());
    }
    catch (const std::ios_base::failure& error)
    {
        std::cerr << error.what() << "\n";
        return 1;
    }
    return 0;
}
