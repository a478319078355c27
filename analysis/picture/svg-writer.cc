#include "analysis/picture/svg-writer.h"

#include "experiment/text/printable.h"

#include <fmt/format.h>

namespace kwik::analysis
{

namespace
{

/// Tenths of a pixel are enough, and keep the file small.
std::string
Number(double value)
{
    std::string text = fmt::format("{:.1f}", value);
    if (text.ends_with(".0"))
    {
        text.resize(text.size() - 2);
    }
    return text == "-0" ? "0" : text;
}

std::string
PathThrough(const std::vector<Point>& points)
{
    std::string path;
    for (const Point& point : points)
    {
        path += (path.empty() ? "M" : "L") + Number(point.x) + " " + Number(point.y);
    }
    return path;
}

} // namespace

std::string
XmlEscaped(std::string_view text)
{
    std::string escaped;
    for (const char letter : experiment::Printable(text))
    {
        switch (letter)
        {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        default:
            escaped += letter;
        }
    }
    return escaped;
}

void
SvgWriter::OpenGroup(std::string_view attributes)
{
    m_body += fmt::format("<g {}>\n", attributes);
}

void
SvgWriter::CloseGroup()
{
    m_body += "</g>\n";
}

void
SvgWriter::Tooltip(std::string_view text)
{
    m_body += fmt::format("<title>{}</title>\n", XmlEscaped(text));
}

void
SvgWriter::AddLine(Point from, Point to, std::string_view attributes)
{
    m_body += fmt::format(R"(<line x1="{}" y1="{}" x2="{}" y2="{}" {}/>)",
                          Number(from.x),
                          Number(from.y),
                          Number(to.x),
                          Number(to.y),
                          attributes) +
              "\n";
}

void
SvgWriter::AddBox(const Box& box, std::string_view attributes)
{
    m_body += fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" {}/>)",
                          Number(box.left),
                          Number(box.top),
                          Number(box.width),
                          Number(box.height),
                          attributes) +
              "\n";
}

void
SvgWriter::AddCurve(const std::vector<Point>& points, std::string_view attributes)
{
    if (points.size() >= 2)
    {
        m_body +=
            fmt::format(R"(<path d="{}" fill="none" {}/>)", PathThrough(points), attributes) + "\n";
    }
}

void
SvgWriter::AddArea(const std::vector<Point>& points, std::string_view attributes)
{
    if (points.size() >= 3)
    {
        m_body += fmt::format(R"(<path d="{}Z" {}/>)", PathThrough(points), attributes) + "\n";
    }
}

void
SvgWriter::AddText(Point at, std::string_view text, std::string_view attributes)
{
    m_body += fmt::format(R"(<text x="{}" y="{}" {}>{}</text>)",
                          Number(at.x),
                          Number(at.y),
                          attributes,
                          XmlEscaped(text)) +
              "\n";
}

void
SvgWriter::AddDefinitions(std::string_view elements)
{
    m_body += fmt::format("<defs>\n{}</defs>\n", elements);
}

std::string
SvgWriter::Document(const Box& size, std::string_view title, std::string_view what) const
{
    return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img"
 font-family="'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif" font-size="12" fill="#222">
<title>{2}</title>
<desc>{3}</desc>
<rect width="{0}" height="{1}" rx="6" fill="#fff"/>
{4}</svg>
)",
                       Number(size.width),
                       Number(size.height),
                       XmlEscaped(title),
                       XmlEscaped(what),
                       m_body);
}

} // namespace kwik::analysis
