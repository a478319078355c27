#include "testbed/kwikd/reload-check.h"

#include "experiment/yaml/write-yaml.h"
#include "testbed/kwikd/daemon-table.h"

#include <algorithm>

namespace kwik::testbed
{

namespace
{

/// The sessions that a peer vouches for hang on its key.
std::string
ChangedPins(const DaemonConfig& before, const DaemonConfig& after)
{
    std::string why;
    for (const ServerInfo& peer : after.peers)
    {
        const auto same =
            std::find_if(before.peers.begin(), before.peers.end(), [&peer](const ServerInfo& one) {
                return one.address == peer.address;
            });
        if (same != before.peers.end() && same->pin != peer.pin)
        {
            why += "peers: the pin of " + ToString(peer.address) +
                   " cannot change while the server runs; restart it\n";
        }
    }
    return why;
}

} // namespace

std::string
Objection(const DaemonConfig& before, const DaemonConfig& after)
{
    const auto table = DaemonTable();
    const experiment::Node old = table.Write(before);
    const experiment::Node fresh = table.Write(after);
    std::string why;
    for (std::size_t i = 0; i < old.entries.size(); ++i)
    {
        const std::string& key = old.entries[i].key;
        if (!IsLive(key) && experiment::WriteInline(old.entries[i].value) !=
                                experiment::WriteInline(fresh.entries[i].value))
        {
            why += key + ": cannot change while the server runs; restart it\n";
        }
    }
    return why + ChangedPins(before, after);
}

} // namespace kwik::testbed
