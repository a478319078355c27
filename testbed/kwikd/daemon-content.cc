#include "testbed/kwikd/daemon-content.h"

namespace kwik::testbed
{

DaemonContent::DaemonContent(const DaemonConfig& config, UploadFolder::Report report)
{
    if (config.content)
    {
        m_files.emplace(*config.content);
    }
    if (config.uploads)
    {
        m_uploads.emplace(*config.uploads, config.uploadsMax, std::move(report));
    }
}

void
DaemonContent::OnConfig(const DaemonConfig& config)
{
    m_files = config.content ? std::optional<FileContent>(*config.content) : std::nullopt;
    if (m_uploads)
    {
        m_uploads->OnLimit(config.uploadsMax);
    }
}

UploadSink*
DaemonContent::Uploads()
{
    return m_uploads ? &*m_uploads : nullptr;
}

std::optional<ByteCount>
DaemonContent::SizeOf(std::string_view name) const
{
    const ContentSource* source = SourceOf(name);
    return source == nullptr ? std::nullopt : source->SizeOf(name);
}

SharedBytes
DaemonContent::Read(std::string_view name, ByteCount offset, ByteCount length) const
{
    const ContentSource* source = SourceOf(name);
    if (source == nullptr)
    {
        return SharedBytes(ByteVector(length.value)); // Its folder is served no more.
    }
    return source->Read(name, offset, length);
}

const ContentSource*
DaemonContent::SourceOf(std::string_view name) const
{
    if (m_generated.SizeOf(name))
    {
        return &m_generated;
    }
    if (m_uploads && !UploadFolder::NameIn(name).empty())
    {
        return &*m_uploads;
    }
    return m_files ? &*m_files : nullptr;
}

} // namespace kwik::testbed
