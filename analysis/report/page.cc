#include "analysis/report/page.h"

#include "analysis/picture/svg-writer.h"
#include "analysis/report/number-column.h"
#include "analysis/report/page-files.h"
#include "analysis/report/run-document.h"
#include "protocol-core/base/assert.h"

#include <array>
#include <functional>
#include <map>
#include <sodium.h>

namespace kwik::analysis
{

namespace
{

using Json = nlohmann::ordered_json;

/// As a Content Security Policy names an inline style or script.
std::string
HashSource(std::string_view text)
{
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(
        // NOLINTNEXTLINE: libsodium counts bytes in unsigned char.
        reinterpret_cast<unsigned char*>(hash.data()),
        // NOLINTNEXTLINE
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size());
    return "'sha256-" + Base64(hash) + "'";
}

std::string
Policy(std::string_view script)
{
    return "default-src 'none'; script-src " + HashSource(script) + "; style-src " +
           HashSource(PAGE_STYLE) + "; img-src data:; base-uri 'none'; form-action 'none'";
}

void
WriteBlock(const TextSink& sink, const std::string& id, const Json& document)
{
    sink("<script type=\"application/json\" id=\"" + id + "\">");
    sink(JsonForPage(document));
    sink("</script>\n");
}

void
WriteData(const ReportContent& content, experiment::Database& store, const TextSink& sink)
{
    WriteBlock(sink, "report", ReportDocument(content));
    WriteBlock(sink, "scenarios", ScenariosDocument(content));
    for (std::size_t i = 0; i < content.runs.size(); ++i)
    {
        if (content.isDetailed[i])
        {
            const experiment::RunId run = content.runs[i].row.id;
            WriteBlock(sink, "run-" + std::to_string(run.value), RunDocument(store, run));
        }
    }
}

} // namespace

std::string
JsonForPage(const Json& document)
{
    const std::string text = document.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string safe;
    safe.reserve(text.size());
    for (const char letter : text)
    {
        // It stands in strings only, where this is the same character.
        if (letter == '<')
        {
            safe += "\\u003c";
        }
        else
        {
            safe.push_back(letter);
        }
    }
    return safe;
}

void
WritePage(const ReportContent& content, experiment::Database& store, const TextSink& sink)
{
    const std::string script = PageScript();
    const std::map<std::string_view, std::function<void()>> parts{
        {"policy", [&] { sink(Policy(script)); }},
        {"writer", [&] { sink(XmlEscaped(content.writer)); }},
        {"title", [&] { sink(XmlEscaped(content.name + " – KwikLab report")); }},
        {"style", [&sink] { sink(PAGE_STYLE); }},
        {"script", [&] { sink(script); }},
        {"data", [&] { WriteData(content, store, sink); }}};
    std::string_view rest = PAGE_TEMPLATE;
    for (std::size_t open = rest.find("{{"); open != std::string_view::npos; open = rest.find("{{"))
    {
        const std::size_t close = rest.find("}}", open);
        const auto part = parts.find(rest.substr(open + 2, close - open - 2));
        KWIK_ASSERT(part != parts.end());
        sink(rest.substr(0, open));
        part->second();
        rest = rest.substr(close + 2);
    }
    sink(rest);
}

} // namespace kwik::analysis
