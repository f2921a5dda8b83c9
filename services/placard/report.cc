#include "google/protobuf/util/json_util.h"
#include "services/placard/commands.h"
#include "services/placard/rpc.h"

namespace placard {

ExitCode Report(const absl::Status& status, Terminal& terminal) {
  const ExitCode code = ExitCodeOf(status);
  if (code == ExitCode::kOk) return code;
  terminal.err << "placard: " << Printable(ToStd(status.message()));
  if (code == ExitCode::kUnavailable) {
    terminal.err << " (is the server running? see --server and "
                    "$PLACARD_SERVER)";
  }
  terminal.err << '\n';
  return code;
}

SourceErrors RefusalErrors(const Document& document,
                           const google::rpc::Status& error) {
  SourceErrors errors;
  for (const FieldViolation& violation : ViolationsOf(error)) {
    errors.push_back(
        ToSourceError(document, violation.field, violation.description));
  }
  if (errors.empty()) {
    errors.push_back(ToSourceError(document, "", error.message()));
  }
  return errors;
}

void ReportErrors(const SourceErrors& errors, Terminal& terminal) {
  for (const SourceError& error : errors) {
    terminal.err << Printable(ToString(error)) << '\n';
  }
}

std::string PrintJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  // Fails for messages of unknown types only, and there are none.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

}  // namespace placard
