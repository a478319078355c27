#include "replay/entry-text.h"

#include "experiment/text/printable.h"

#include <fmt/format.h>
#include <string_view>
#include <vector>

namespace kwik::replay
{

namespace
{

using experiment::Printable; // Who has written a record is not known.

std::string
StreamText(const Entry& entry)
{
    return fmt::format("stream {} of session {}", entry.stream, entry.session);
}

std::string
BytesText(const Entry& entry)
{
    return fmt::format("{} bytes of {}{}, digest {:016x}",
                       entry.size,
                       StreamText(entry),
                       entry.flag == 0 ? "" : ", the last",
                       entry.digest);
}

std::string
DeadlineText(Instant deadline)
{
    return deadline == NEVER ? "never" : SecondsText(deadline) + " s";
}

std::string
SentText(const Entry& entry)
{
    constexpr std::string_view ANSWERS[] = {"",
                                            ", which the kernel's full queue dropped",
                                            ", which had no way"};
    return fmt::format("sends a datagram of {} bytes to {}, digest {:016x}{}",
                       entry.size,
                       ToString(entry.peer),
                       entry.digest,
                       ANSWERS[entry.flag]);
}

std::string
EndText(const Entry& entry)
{
    switch (static_cast<EndReason>(entry.flag))
    {
    case EndReason::Complete:
        return "the record is complete";
    case EndReason::Limit:
        return "the record ends here, at its --record-limit";
    default:
        return "the record ends here, for the file system was full";
    }
}

std::string
CallText(const Entry& entry)
{
    switch (entry.kind)
    {
    case EntryKind::Dial:
        return "the application dials " + ToString(entry.peer);
    case EntryKind::OpenStream:
        return fmt::format("the application opens {} in session {}",
                           Printable(entry.text),
                           entry.session);
    case EntryKind::ReadUpTo:
        return fmt::format("the application reads {} up to byte {}", StreamText(entry), entry.size);
    case EntryKind::StartUpload:
        return fmt::format("the application uploads {} in session {}",
                           Printable(entry.text),
                           entry.session);
    case EntryKind::CloseSession:
        return fmt::format("the application closes session {}", entry.session);
    default:
        return fmt::format("the call returns {}", entry.size);
    }
}

std::string
ToldText(const Entry& entry)
{
    switch (entry.kind)
    {
    case EntryKind::Event:
        return fmt::format("event {} {}", Printable(entry.text), Printable(entry.blob));
    case EntryKind::Delivered:
        return "delivers " + BytesText(entry);
    case EntryKind::Refused:
        return "says that " + StreamText(entry) + " was refused";
    case EntryKind::Uploaded:
        return "was uploaded " + BytesText(entry) + ", of " + Printable(entry.text);
    case EntryKind::UploadFinished:
        return "says that the upload of " + StreamText(entry) + " has arrived";
    case EntryKind::SessionEnded:
        return fmt::format("says that session {} is {}",
                           entry.session,
                           entry.flag == 0 ? "closed" : "lost");
    default:
        return CallText(entry);
    }
}

} // namespace

std::string
SecondsText(Instant at)
{
    const auto count = at.time_since_epoch().count();
    return fmt::format("{}.{:09}", count / 1'000'000'000, count % 1'000'000'000);
}

std::string
Describe(const Entry& entry)
{
    switch (entry.kind)
    {
    case EntryKind::Opened:
        return "its socket is at " + ToString(entry.peer);
    case EntryKind::Clock:
        return "asks for the time: " + SecondsText(entry.at) + " s";
    case EntryKind::Datagram:
        return fmt::format("a datagram of {} bytes from {}, digest {:016x}{}",
                           entry.blob.size(),
                           ToString(entry.peer),
                           DigestOf(AsBytes(entry.blob)),
                           entry.flag != 0 ? ", and at once" : "");
    case EntryKind::Timer:
        return "its timer goes off";
    case EntryKind::Moved:
        return "its address is " + ToString(entry.peer) + " from now on";
    case EntryKind::Sent:
        return SentText(entry);
    case EntryKind::Armed:
        return "arms its timer: " + DeadlineText(entry.at);
    case EntryKind::Rebound:
        return "its socket gets another port, and nobody tells it";
    case EntryKind::End:
        return EndText(entry);
    default:
        return ToldText(entry);
    }
}

std::string
Contrast(const Entry& recorded, const Entry& replayed)
{
    if (recorded.kind != replayed.kind)
    {
        return "";
    }
    std::vector<std::string> parts;
    const auto differ = [&parts](std::string_view name, const auto& one, const auto& other) {
        if (one != other)
        {
            parts.push_back(fmt::format("{} {} became {}", name, one, other));
        }
    };
    if (recorded.at != replayed.at && recorded.at != NEVER && replayed.at != NEVER)
    {
        parts.push_back(fmt::format("{} {} ns {}",
                                    recorded.kind == EntryKind::Armed ? "deadline" : "time",
                                    std::abs((replayed.at - recorded.at).count()),
                                    replayed.at > recorded.at ? "later" : "earlier"));
    }
    differ("peer", ToString(recorded.peer), ToString(replayed.peer));
    differ("session", recorded.session, replayed.session);
    differ("stream", recorded.stream, replayed.stream);
    differ("size", recorded.size, replayed.size);
    if (recorded.digest != replayed.digest && recorded.size == replayed.size)
    {
        parts.emplace_back("other bytes");
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace kwik::replay
