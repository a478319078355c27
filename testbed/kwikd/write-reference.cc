// Writes the page that is made from the table of configuration keys: kwikd_docs FILE
#include "testbed/kwikd/daemon-table.h"

#include <fstream>
#include <iostream>

int
main(int argc, char** argv)
{
    if (argc != 2)
    {
        std::cerr << "usage: kwikd_docs FILE\n";
        return 2;
    }
    std::ofstream file(argv[1], std::ios::binary);
    file << kwik::testbed::DaemonReference();
    file.close();
    if (!file)
    {
        std::cerr << argv[1] << " cannot be written\n";
        return 1;
    }
    return 0;
}
