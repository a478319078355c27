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
    shape.words = "queue size: bdp, packets, or a size in bytes";
    shape.pattern = "^((0|[1-9][0-9]*)(\\.[0-9]+)? ?bdp|[1-9][0-9]* ?packets?|" +
                    PatternOf(Dimension::Size) + ")$";
    return shape;
}

} // namespace kwik::experiment
