#ifndef KWIK_ANALYSIS_REPORT_NETWORK_DOCUMENT_H
#define KWIK_ANALYSIS_REPORT_NETWORK_DOCUMENT_H

#include <nlohmann/json.hpp>
#include <string>

namespace kwik::analysis
{

/**
 * The question and the network of a scenario:
 *
 *   {"question", "hosts": [{name, role, region}], "links": [{between, rate_bps, delay_ns,
 *    loss_ppm}], "transfers": [{client, primary, direction, size_bytes, at_ns}]}
 *
 * Of a text that this program cannot read, as one of another version may be, there is nothing.
 */
nlohmann::ordered_json NetworkDocument(const std::string& scenarioText);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_NETWORK_DOCUMENT_H
