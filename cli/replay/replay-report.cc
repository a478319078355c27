#include "cli/replay/replay-report.h"

#include "cli/run-start.h"
#include "experiment/text/printable.h"
#include "replay/entry-text.h"
#include "replay/tls/tls-world.h"

#include <fmt/format.h>
#include <vector>

namespace kwik::cli
{

namespace
{

using replay::Difference;
using replay::EndReason;
using replay::Entry;
using replay::EntryKind;
using replay::EntryRole;
using replay::NumberedEntry;

/// "812 datagrams (1100000 bytes), 210 timers", of the entries with a role.
std::string
CountsText(const ReplayResult& result, bool isOutput)
{
    std::vector<std::string> parts;
    for (const auto& [kind, count] : result.score.Counts().entries)
    {
        if ((RoleOf(kind) == EntryRole::Output) == isOutput)
        {
            const auto& counts = result.score.Counts();
            const std::string bytes =
                kind == EntryKind::Datagram ? fmt::format(" ({} bytes)", counts.received)
                : kind == EntryKind::Sent   ? fmt::format(" ({} bytes)", counts.sent)
                                            : "";
            parts.push_back(fmt::format("{} {}{}", count, NameOf(kind), bytes));
        }
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string
EndText(const ReplayResult& result)
{
    if (!result.isWhole)
    {
        return "stopped at --until; more follows in the record";
    }
    if (!result.ending)
    {
        return fmt::format(
            "the record was cut after entry {}: its host was killed, or has crashed, "
            "or the file is not whole",
            result.score.Number());
    }
    return Describe(Entry{.flag = static_cast<std::uint8_t>(*result.ending)});
}

std::string
EndWord(const ReplayResult& result)
{
    constexpr const char* WORDS[] = {"complete", "limit", "no_room"};
    return !result.isWhole  ? "until"
           : !result.ending ? "cut"
                            : WORDS[static_cast<std::size_t>(*result.ending)];
}

bool
IsSameProgram(const ReplayResult& result)
{
    return result.header.build == ThisBuild() && result.header.libraries == TlsLibraries();
}

std::string
AdviceText(const ReplayResult& result)
{
    if (!IsSameProgram(result))
    {
        return "  The record was made by another build or with other libraries (see above): this "
               "is "
               "the first\n  thing that the change between them changes.\n";
    }
    return "  The same build made the record: something that the host depends on is not in it, or "
           "the\n"
           "  record was changed.\n";
}

std::string
DifferenceText(const ReplayResult& result, const Difference& found)
{
    std::string text = fmt::format("\nresult    DIFFERENT from entry {} on, at {} s\n",
                                   found.number,
                                   replay::SecondsText(found.at));
    if (found.cause)
    {
        text += fmt::format("  told      {} (entry {})\n",
                            Describe(found.cause->entry),
                            found.cause->number);
    }
    text += "  recorded  " + Describe(found.recorded) + "\n";
    text += "  replayed  " +
            (found.replayed ? Describe(*found.replayed) : std::string("nothing more")) + "\n";
    const std::string contrast = found.replayed ? Contrast(found.recorded, *found.replayed) : "";
    text += contrast.empty() ? "" : "            " + contrast + "\n";
    text += "  before it, the same in both:\n";
    for (const NumberedEntry& entry : found.before)
    {
        text += "    " + LineOf(entry) + "\n";
    }
    text += "  after it, in the record:\n";
    for (const NumberedEntry& entry : found.after)
    {
        text += "    " + LineOf(entry) + "\n";
    }
    return text + AdviceText(result) +
           fmt::format(
               "  kwiklab replay {} --until '{} s' --log | tail -50   shows what led to it.\n",
               result.file,
               replay::SecondsText(found.at));
}

nlohmann::ordered_json
DocumentOf(const Difference& found)
{
    nlohmann::ordered_json document{{"entry", found.number},
                                    {"t_ns", found.at.time_since_epoch().count()},
                                    {"told", nullptr},
                                    {"recorded", Describe(found.recorded)},
                                    {"replayed", nullptr}};
    if (found.cause)
    {
        document["told"] = Describe(found.cause->entry);
    }
    if (found.replayed)
    {
        document["replayed"] = Describe(*found.replayed);
    }
    return document;
}

} // namespace

std::string
LineOf(const NumberedEntry& entry)
{
    const bool isTold = RoleOf(entry.entry.kind) != EntryRole::Output;
    return fmt::format("{:>8} {:>14} {} {}",
                       entry.number,
                       replay::SecondsText(entry.now),
                       isTold ? ">" : " ",
                       Describe(entry.entry));
}

std::string
TextOf(const ReplayResult& result)
{
    const replay::RecordHeader& header = result.header;
    std::string text =
        fmt::format("record    {}: host {}{} of \"{}\", seed {}\n",
                    result.file,
                    header.host,
                    header.restarts == 0 ? "" : fmt::format(" after restart {}", header.restarts),
                    result.title,
                    header.seed);
    text += fmt::format("made by   {}, {}\n",
                        experiment::Printable(header.build),
                        experiment::Printable(header.libraries));
    text += fmt::format("played by {}\n",
                        IsSameProgram(result) ? "the same" : ThisBuild() + ", " + TlsLibraries());
    text += fmt::format("told      {}\n", CountsText(result, false));
    text += fmt::format("did       {}\n", CountsText(result, true));
    text += fmt::format("time      {} s\n", replay::SecondsText(result.score.Now()));
    if (const auto& found = result.score.Found())
    {
        return text + DifferenceText(result, *found);
    }
    text += fmt::format("end       {}\n", EndText(result));
    return text + fmt::format("\nresult    EQUAL{}: the host did the same again, bit for bit\n",
                              result.isWhole ? "" : " up to there");
}

nlohmann::ordered_json
DocumentOf(const ReplayResult& result)
{
    const replay::RecordHeader& header = result.header;
    nlohmann::ordered_json document{{"file", result.file},
                                    {"host", header.host},
                                    {"seed", header.seed},
                                    {"restarts", header.restarts},
                                    {"title", result.title},
                                    {"recorded_by", header.build},
                                    {"build", ThisBuild()},
                                    {"entries", nlohmann::ordered_json::object()},
                                    {"received_bytes", result.score.Counts().received},
                                    {"sent_bytes", result.score.Counts().sent},
                                    {"t_ns", result.score.Now().time_since_epoch().count()},
                                    {"end", nullptr},
                                    {"equal", !result.score.Found()},
                                    {"difference", nullptr}};
    for (const auto& [kind, count] : result.score.Counts().entries)
    {
        document["entries"][std::string(NameOf(kind))] = count;
    }
    if (const auto& found = result.score.Found())
    {
        document["difference"] = DocumentOf(*found);
    }
    else
    {
        document["end"] = EndWord(result);
    }
    return document;
}

} // namespace kwik::cli
