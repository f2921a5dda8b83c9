// The few values that random models are made of.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/page.h"
#include "engine/model/size.h"

namespace placard::random_values {

const std::vector<std::string>& Words();
const std::vector<std::string>& Prefixes();
const std::vector<SectionPath>& Sections();
const std::vector<CategoryId>& Categories();
const std::vector<std::string>& Labels();
const std::vector<std::string>& Countries();
const std::vector<std::string>& Regions();
const std::vector<std::string>& Languages();
const std::vector<std::string>& Segments();
const std::vector<std::string>& Keys();
const std::vector<std::string>& Values();
const std::vector<Device>& Devices();
const std::vector<Size>& Sizes();
const std::vector<std::string>& ClickHosts();
const std::vector<int64_t>& CpmMicros();
const std::vector<absl::Time>& Instants();

}  // namespace placard::random_values
