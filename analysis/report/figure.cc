#include "analysis/report/figure.h"

#include "analysis/report/distribution-figure.h"
#include "analysis/report/fidelity-figure.h"
#include "analysis/report/series-figure.h"
#include "analysis/report/sweep-figure.h"

namespace kwik::analysis
{

std::string
FigureScript(const ReportContent& content,
             experiment::Database& store,
             const FigureRequest& request)
{
    if (request.name == "series")
    {
        return SeriesFigure(content, store, request);
    }
    if (request.name == "ecdf")
    {
        return DistributionFigure(content, request);
    }
    if (request.name == "sweep")
    {
        return SweepFigure(content, request);
    }
    if (request.name == "fidelity")
    {
        return FidelityFigure(content, request);
    }
    throw FigureError("--figure " + request.name + ": there are series, ecdf, sweep and fidelity");
}

} // namespace kwik::analysis
