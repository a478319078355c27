#ifndef KWIK_EXPERIMENT_SCENARIO_SCENARIO_TABLE_H
#define KWIK_EXPERIMENT_SCENARIO_SCENARIO_TABLE_H

#include "experiment/scenario/scenario.h"
#include "experiment/schema/object-kind.h"

namespace kwik::experiment
{

/// The one list of every key of a scenario: name, member, kind, range, meaning and example. Parser,
/// resolved output, JSON Schema and reference are all made from it; the defaults are those of the
/// structures. The tables below are its parts.
ObjectKind<Scenario> ScenarioTable();

ObjectKind<HostSpec> HostTable();
ObjectKind<LinkSpec> LinkTable();
ObjectKind<TransitStubSpec> NetworkTable();
ObjectKind<KwikSpec> KwikTable();
/// The part of KwikTable that is about uploads.
ObjectKind<KwikSecurity> KwikSecurityTable();
ObjectKind<InquiryConfig> KwikRecommendTable();
ObjectKind<KwikSpec> KwikUploadTable();
/// The part that is about the number of paths.
ObjectKind<KwikSpec> KwikScalingTable();
/// The part that is about their quality.
ObjectKind<KwikSpec> KwikQosTable();
ObjectKind<WorkloadSpec> WorkloadTable();
ObjectKind<TimelineEntry> TimelineTable();
ObjectKind<ExpectationSpec> ExpectationTable();
ObjectKind<ConclusionSpec> ConclusionTable();
ObjectKind<ToleranceSpec> ToleranceTable();
ObjectKind<TransportSpec> TransportTable();
ObjectKind<BesideSpec> BesideTable();

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_SCENARIO_TABLE_H
