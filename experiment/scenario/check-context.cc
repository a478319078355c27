#include "experiment/scenario/check-context.h"

#include "experiment/text/nearest-name.h"
#include "experiment/text/quantity.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

std::string_view
NounOf(HostRole role)
{
    switch (role)
    {
    case HostRole::Client:
        return "client";
    case HostRole::Server:
        return "server";
    case HostRole::Router:
        break;
    }
    return "router";
}

/// `rate` of `links[3].rate`, `between` of `links[3].between[0]`.
std::string
KeyOf(std::string_view path)
{
    path = path.substr(path.rfind('.') + 1);
    return std::string(path.substr(0, path.find('[')));
}

} // namespace

CheckContext::CheckContext(const Scenario& scenario, PathIndex& index, Diagnostics& diagnostics)
    : m_scenario(scenario),
      m_index(index),
      m_diagnostics(diagnostics)
{
}

const Scenario&
CheckContext::Read() const
{
    return m_scenario;
}

bool
CheckContext::IsWritten(std::string_view path) const
{
    return m_index.Has(path);
}

bool
CheckContext::IsSound(std::string_view path) const
{
    return m_index.IsSound(path);
}

void
CheckContext::Refuse(std::string_view path, const std::string& why) const
{
    m_diagnostics.Add(m_index.At(path), KeyOf(path) + ": " + why);
    m_index.MarkBroken(std::string(path));
}

std::uint32_t
CheckContext::LineOf(std::string_view path) const
{
    return m_index.At(path).line;
}

const HostSpec*
CheckContext::HostAt(std::string_view path, const std::string& name) const
{
    if (name.empty() || m_scenario.hosts.empty() || !IsSound("network"))
    {
        return nullptr;
    }
    const HostSpec* host = FindHost(m_scenario, name);
    if (host == nullptr)
    {
        Names names;
        for (const HostSpec& known : m_scenario.hosts)
        {
            names.push_back(known.name);
        }
        Refuse(path,
               "there is no host " + Quoted(name) + DidYouMean(name, names) +
                   "; allowed: " + ListOf(names));
    }
    return host;
}

const HostSpec*
CheckContext::HostAt(std::string_view path, const std::string& name, HostRole role) const
{
    const HostSpec* host = HostAt(path, name);
    if (host == nullptr || host->role == role || !IsSound("hosts." + name))
    {
        return host;
    }
    Names names;
    for (const HostSpec& known : m_scenario.hosts)
    {
        if (known.role == role)
        {
            names.push_back(known.name);
        }
    }
    Refuse(path,
           Quoted(name) + " is not a " + std::string(NounOf(role)) + "; allowed: " + ListOf(names));
    return nullptr;
}

std::string
TimeText(Duration span)
{
    return ToText(Quantity{Dimension::Time, static_cast<std::uint64_t>(span.count())});
}

std::string
PathOf(std::string_view list, std::size_t index)
{
    return std::string(list) + "[" + std::to_string(index) + "]";
}

} // namespace kwik::experiment
