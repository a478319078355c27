#include "experiment/schema/list-reading.h"

#include <string>
#include <utility>

namespace kwik::experiment
{

namespace
{

std::string
CountOf(const ItemRange& range)
{
    if (range.least == range.most)
    {
        return "exactly " + std::to_string(range.least);
    }
    return "at least " + std::to_string(range.least);
}

} // namespace

bool
CheckList(const ItemRange& range, const Node& node, Reader& reader)
{
    if (node.form != NodeForm::List)
    {
        reader.Refuse(node,
                      "expected a list in [brackets], found " + std::string(NounOf(node.form)));
        return false;
    }
    if (node.items.size() < range.least || node.items.size() > range.most)
    {
        reader.Refuse(node,
                      "a list of " + std::to_string(node.items.size()) +
                          "; allowed: " + CountOf(range));
        return false;
    }
    return true;
}

Shape
DescribeList(const ItemRange& range, Shape element)
{
    Shape shape;
    shape.form = ShapeForm::List;
    shape.words = (range.least == range.most ? CountOf(range).substr(8) + " of: " : "list of: ") +
                  element.words;
    shape.leastItems = range.least;
    shape.mostItems = range.most;
    shape.element.push_back(std::move(element));
    return shape;
}

} // namespace kwik::experiment
