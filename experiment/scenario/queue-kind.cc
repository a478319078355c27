#include "experiment/scenario/queue-kind.h"

#include "experiment/schema/quantity-range.h"

namespace kwik::experiment
{

void
QueueKind::Read(const Node& node, QueueSize& queue, Reader& reader) const
{
    const std::optional<std::string_view> scalar =
        reader.Scalar(node, "a queue size such as '1 bdp' or '100 packets'");
    if (!scalar)
    {
        return;
    }
    const Parsed<QueueSize> parsed = ParseQueueSize(*scalar);
    if (!parsed.IsOk())
    {
        reader.Refuse(node, parsed.Why());
        return;
    }
    queue = parsed.Value();
}

Node
QueueKind::Write(const QueueSize& queue) const
{
    return ScalarNode(ToText(queue));
}

Shape
QueueKind::Describe() const
{
    Shape shape;
    const std::string part = "((0|[1-9][0-9]*)(\\.[0-9]+)? ?bdp|[1-9][0-9]* ?packets?|" +
                             PatternOf(Dimension::Size) + "|" + PatternOf(Dimension::Time) + ")";
    shape.words = "queue size: bdp, packets, a size in bytes, a time, or a sum of them";
    shape.pattern = "^" + part + "( \\+ " + part + ")*$";
    return shape;
}

} // namespace kwik::experiment
