#include "experiment/run/run-journal.h"

#include "experiment/metrics/read-event.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace kwik::experiment
{

namespace
{

using Json = nlohmann::json;

constexpr std::string_view TIME = R"({"t":)";

/// Each throws nlohmann::json::exception for what is of another type.
class LineReader
{
  public:
    LineReader(Instant at, HostId host, RunObserver& observer)
        : m_moment{at, host},
          m_observer(observer)
    {
    }

    bool Read(const std::string& key, const Json& value)
    {
        if (key == "delivery")
        {
            m_observer.OnDelivery(m_moment,
                                  {SessionHandle{value.at(0)},
                                   StreamId{value.at(1)},
                                   ByteCount{value.at(2)},
                                   ByteCount{value.at(3)}});
        }
        else if (key == "upload")
        {
            m_observer.OnUploadPiece(
                m_moment.at,
                {value.at(0), ByteCount{value.at(1)}, ByteCount{value.at(2)}, value.at(3)});
        }
        else if (key == "sample")
        {
            m_metric = value.at(0);
            m_subject = value.at(1);
            m_observer.OnSample({m_moment.at, m_metric, m_subject, value.at(2)});
        }
        else if (key == "sent")
        {
            m_observer.OnDatagramsSent(m_moment, {value.at(0), ByteCount{value.at(1)}});
        }
        else
        {
            return ReadSeldom(key, value);
        }
        return true;
    }

  private:
    bool ReadSeldom(const std::string& key, const Json& value)
    {
        if (key == "path_bytes")
        {
            const Result<Address> server = ParseIpv4(value.at(0).get<std::string>());
            if (!server.IsOk())
            {
                return false;
            }
            m_observer.OnPathBytes(
                {server.Value(), ByteCount{value.at(1)}, ByteCount{value.at(2)}});
        }
        else if (key == "duplicate_bytes")
        {
            m_observer.OnDuplicateBytes(ByteCount{value});
        }
        else if (key == "reinjected_bytes")
        {
            m_observer.OnReinjectedBytes(ByteCount{value});
        }
        else if (key == "opened")
        {
            m_observer.OnTransferOpened(m_moment,
                                        value.at(0),
                                        {SessionHandle{value.at(1)}, StreamId{value.at(2)}});
        }
        else if (key == "start")
        {
            m_observer.OnWorkloadStart(m_moment.at);
        }
        else
        {
            return false;
        }
        return true;
    }

    Moment m_moment;
    RunObserver& m_observer;
    std::string m_metric;
    std::string m_subject;
};

} // namespace

JournalWriter::JournalWriter(const RunClock& clock, HostId host)
    : m_clock(clock),
      m_host(host)
{
}

void
JournalWriter::OnEvent(Moment moment, const Event& event)
{
    m_lines += Head(moment.at) + R"("event":")";
    m_lines += KindOf(event);
    m_lines += R"(","detail":)" + DetailOf(event) + "}\n";
}

void
JournalWriter::OnDelivery(Moment moment, const Delivery& delivery)
{
    fmt::format_to(std::back_inserter(m_lines),
                   "{}\"delivery\":[{},{},{},{}]}}\n",
                   Head(moment.at),
                   delivery.session.value,
                   delivery.stream.value,
                   delivery.bytes.value,
                   delivery.corrupted.value);
}

void
JournalWriter::OnUploadPiece(Instant at, const UploadPiece& piece)
{
    fmt::format_to(std::back_inserter(m_lines),
                   "{}\"upload\":[{},{},{},{}]}}\n",
                   Head(at),
                   piece.workload,
                   piece.bytes.value,
                   piece.corrupted.value,
                   piece.isFinal);
}

void
JournalWriter::OnPathBytes(const PathBytes& moved)
{
    if (moved.received > ByteCount{} || moved.sent > ByteCount{})
    {
        fmt::format_to(std::back_inserter(m_lines),
                       "{}\"path_bytes\":[\"{}\",{},{}]}}\n",
                       Head(m_clock.Now()),
                       ToString(moved.server),
                       moved.received.value,
                       moved.sent.value);
    }
}

void
JournalWriter::OnDuplicateBytes(ByteCount bytes)
{
    if (bytes > ByteCount{})
    {
        m_lines += fmt::format("{}\"duplicate_bytes\":{}}}\n", Head(m_clock.Now()), bytes.value);
    }
}

void
JournalWriter::OnReinjectedBytes(ByteCount bytes)
{
    if (bytes > ByteCount{})
    {
        m_lines += fmt::format("{}\"reinjected_bytes\":{}}}\n", Head(m_clock.Now()), bytes.value);
    }
}

void
JournalWriter::OnDatagramsSent(Moment, const SentDatagrams& sent)
{
    m_sent.count += sent.count;
    m_sent.bytes += sent.bytes;
}

void
JournalWriter::OnWorkloadStart(Instant at)
{
    m_lines += Head(at) + "\"start\":true}\n";
}

void
JournalWriter::OnTransferOpened(Moment moment, std::size_t workload, const SessionStream& stream)
{
    m_lines += fmt::format("{}\"opened\":[{},{},{}]}}\n",
                           Head(moment.at),
                           workload,
                           stream.session.value,
                           stream.stream.value);
}

void
JournalWriter::OnSample(const SeriesSample& sample)
{
    // Names of metrics and hosts need no escapes.
    fmt::format_to(std::back_inserter(m_lines),
                   "{}\"sample\":[\"{}\",\"{}\",{}]}}\n",
                   Head(sample.at),
                   sample.metric,
                   sample.subject,
                   sample.value);
}

void
JournalWriter::OnTimelineStep(Instant, const TimelineStep&)
{
}

void
JournalWriter::OnEnd(Instant)
{
}

std::size_t
JournalWriter::Waiting() const
{
    return m_lines.size();
}

std::string
JournalWriter::Take()
{
    if (m_sent.count > 0)
    {
        m_lines += fmt::format("{}\"sent\":[{},{}]}}\n",
                               Head(m_clock.Now()),
                               m_sent.count,
                               m_sent.bytes.value);
        m_sent = {};
    }
    return std::exchange(m_lines, {});
}

std::string
JournalWriter::Head(Instant at)
{
    m_last = std::max(m_last, at);
    return fmt::format("{}{},", TIME, m_last.time_since_epoch().count());
}

std::optional<Instant>
TimeOf(std::string_view text)
{
    if (!text.starts_with(TIME))
    {
        return std::nullopt;
    }
    Duration::rep count = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + TIME.size(), end, count);
    return read.ec == std::errc{} ? std::optional(Instant(Duration(count))) : std::nullopt;
}

ByteCount
DeliveredIn(std::string_view text)
{
    ByteCount bytes;
    const std::pair<std::string_view, int> places[] = {{"\"delivery\":[", 2}, {"\"upload\":[", 1}};
    for (const auto& [key, commas] : places)
    {
        std::size_t at = text.find(key);
        if (at == std::string_view::npos || text.find("\"event\"") < at)
        {
            continue;
        }
        at += key.size();
        for (int i = 0; i < commas && at != std::string_view::npos; ++i)
        {
            at = text.find(',', at);
            at += at == std::string_view::npos ? 0 : 1;
        }
        if (at != std::string_view::npos)
        {
            std::from_chars(text.data() + at, text.data() + text.size(), bytes.value);
        }
    }
    return bytes;
}

bool
Replay(const JournalLine& line, RunObserver& observer)
{
    const Json object = Json::parse(line.text, nullptr, false);
    if (!object.is_object() || object.size() < 2)
    {
        return false;
    }
    const auto kind = object.find("event");
    try
    {
        if (kind == object.end())
        {
            const auto what =
                object.begin().key() == "t" ? std::next(object.begin()) : object.begin();
            return LineReader(line.at, line.host, observer).Read(what.key(), what.value());
        }
        const Result<Event> event = ReadEvent(kind->get<std::string>(), object.at("detail").dump());
        if (event.IsOk())
        {
            observer.OnEvent({line.at, line.host}, event.Value());
        }
        return event.IsOk();
    }
    catch (const Json::exception&)
    {
        return false;
    }
}

} // namespace kwik::experiment
