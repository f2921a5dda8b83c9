#include "services/store/script_runner.h"

#include <vector>

#include "engine/base/status.h"

namespace placard {

absl::StatusOr<Reply> ScriptRunner::Run(
    const std::string& script, absl::Span<const std::string_view> keys,
    absl::Span<const std::string_view> args) {
  PLACARD_ASSIGN_OR_RETURN(std::string name, NameOf(script));
  std::string key_count = Concat(keys.size());
  std::vector<std::string_view> command = {"EVALSHA", name, key_count};
  // A server that refuses to load scripts says why when it is to run one.
  if (name.empty()) command = {"EVAL", script, key_count};
  command.reserve(command.size() + keys.size() + args.size());
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), args.begin(), args.end());
  PLACARD_ASSIGN_OR_RETURN(Reply reply, pool_.Call(command));
  constexpr std::string_view kNoScript = "NOSCRIPT";
  if (!reply.is_error() ||
      reply.text.compare(0, kNoScript.size(), kNoScript) != 0) {
    return reply;
  }
  command[0] = "EVAL";
  command[1] = script;
  return pool_.Call(command);
}

absl::StatusOr<std::string> ScriptRunner::NameOf(const std::string& script) {
  {
    std::lock_guard lock(mu_);
    auto known = names_.find(&script);
    if (known != names_.end()) return known->second;
  }
  absl::StatusOr<Reply> loaded = pool_.Call({"SCRIPT", "LOAD", script});
  // Whatever became of the loading, the script itself was not run.
  if (!loaded.ok()) return Unavailable(ToStd(loaded.status().message()));
  if (!loaded->is_string()) return std::string();
  std::lock_guard lock(mu_);
  return names_.emplace(&script, std::move(loaded->text)).first->second;
}

}  // namespace placard
