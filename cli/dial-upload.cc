#include "cli/dial-upload.h"

#include <algorithm>
#include <stdexcept>

namespace kwik::cli
{

DialUpload::DialUpload(boost::asio::io_context& loop, const std::filesystem::path& file)
    : m_loop(loop),
      m_name("file/" + file.filename().string()),
      m_content("upload/" + file.filename().string()),
      m_source(file.has_parent_path() ? file.parent_path() : ".")
{
    const auto size = m_source.SizeOf(m_name);
    if (!size)
    {
        throw std::runtime_error(file.string() + ": no such file in its folder");
    }
    m_size = *size;
}

void
DialUpload::Start(Host& host, SessionHandle session)
{
    m_host = &host;
    const SessionStream upload{session, host.OpenUpload(session, m_content)};
    m_feed.emplace(host, upload, m_source, m_name);
    m_feed->Feed();
}

void
DialUpload::OnStreamBytes(Instant /*now*/,
                          SessionStream /*stream*/,
                          const SharedBytes& bytes,
                          StreamFinish finish)
{
    const ByteCount length{bytes.Size()};
    if (m_readBack + length > m_size)
    {
        m_isDifferent = true;
    }
    else
    {
        const SharedBytes sent = m_source.Read(m_name, m_readBack, length);
        const ByteView here = bytes.View();
        m_isDifferent = m_isDifferent || !std::equal(here.begin(), here.end(), sent.View().begin());
    }
    m_readBack += length;
    if (finish == StreamFinish::Final)
    {
        m_isReadBack = true;
        if (!IsVerified())
        {
            failure = "the server has other bytes as " + m_content;
        }
        m_loop.stop();
    }
}

void
DialUpload::OnStreamRefused(Instant /*now*/, SessionStream /*stream*/)
{
    Fail("the server has not kept the upload");
}

void
DialUpload::OnSessionEnded(Instant /*now*/, SessionHandle /*session*/, SessionEnd end)
{
    if (end == SessionEnd::Lost)
    {
        Fail("no server could be reached");
    }
}

void
DialUpload::OnUploadWritable(Instant /*now*/, SessionStream /*upload*/)
{
    m_feed->Feed();
}

void
DialUpload::OnUploadFinished(Instant now, SessionStream upload)
{
    uploadedAt = now;
    m_host->OpenStream(upload.session, m_content);
}

const std::string&
DialUpload::Content() const
{
    return m_content;
}

ByteCount
DialUpload::Size() const
{
    return m_size;
}

bool
DialUpload::IsVerified() const
{
    return m_isReadBack && !m_isDifferent && m_readBack == m_size;
}

void
DialUpload::Fail(const std::string& why)
{
    failure = why;
    m_loop.stop();
}

} // namespace kwik::cli
