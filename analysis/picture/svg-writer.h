#ifndef KWIK_ANALYSIS_PICTURE_SVG_WRITER_H
#define KWIK_ANALYSIS_PICTURE_SVG_WRITER_H

#include <string>
#include <string_view>
#include <vector>

namespace kwik::analysis
{

/// Pixels from the upper left corner.
struct Point
{
    double x = 0;
    double y = 0;
};

struct Box
{
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;

    double Right() const
    {
        return left + width;
    }

    double Bottom() const
    {
        return top + height;
    }
};

/// Text that an XML parser gives back as it was; control characters, which XML forbids, become '?'.
std::string XmlEscaped(std::string_view text);

/**
 * Collects the elements of one SVG picture. Needs nothing but a renderer: no scripts, fonts, images
 * or style sheets from elsewhere.
 *
 * Attributes are ours and go in as they are; texts may be anybody's and are escaped.
 */
class SvgWriter
{
  public:
    void OpenGroup(std::string_view attributes);
    void CloseGroup();
    /// What a pointer that rests on the innermost open group is told.
    void Tooltip(std::string_view text);

    void AddLine(Point from, Point to, std::string_view attributes);
    void AddBox(const Box& box, std::string_view attributes);
    /// A line through @p points; fewer than two draw nothing.
    void AddCurve(const std::vector<Point>& points, std::string_view attributes);
    /// The area inside @p points.
    void AddArea(const std::vector<Point>& points, std::string_view attributes);
    void AddText(Point at, std::string_view text, std::string_view attributes);
    /// Elements that others refer to, such as patterns.
    void AddDefinitions(std::string_view elements);

    /// The whole document, on a white background so that dark viewers show it as drawn.
    std::string Document(const Box& size, std::string_view title, std::string_view what) const;

  private:
    std::string m_body;
};

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_SVG_WRITER_H
