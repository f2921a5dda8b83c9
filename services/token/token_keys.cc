#include "services/token/token_keys.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "engine/base/check.h"
#include "engine/base/status.h"
#include "openssl/rand.h"

namespace placard {
namespace {

bool IsKeyId(std::string_view id) {
  return !id.empty() && id.size() <= kKeyIdBytes &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  c == '-' || c == '_';
         });
}

bool IsHex(std::string_view text) {
  return text.size() % 2 == 0 &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isxdigit(static_cast<unsigned char>(c));
         });
}

// What is wrong with a line; nullopt: nothing, and the key is among `keys`.
std::optional<std::string> ReadLine(std::string_view line, TokenKeys& keys) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return "must be ID:HEX";
  const std::string_view id = line.substr(0, colon);
  const std::string_view hex = line.substr(colon + 1);
  if (!IsKeyId(id)) {
    return Concat("the id must be 1 to ", kKeyIdBytes,
                  " of A-Z, a-z, 0-9, \"-\" and \"_\"");
  }
  if (!IsHex(hex) || hex.size() < 2 * kMinSecretBytes ||
      hex.size() > 2 * kMaxSecretBytes) {
    return Concat("the key must be ", kMinSecretBytes, " to ", kMaxSecretBytes,
                  " bytes in hexadecimal digits");
  }
  if (std::any_of(keys.begin(), keys.end(),
                  [id](const TokenKey& key) { return key.id == id; })) {
    return Concat("the id ", id, " is there twice");
  }
  keys.push_back(
      {.id = std::string(id), .secret = absl::HexStringToBytes(ToAbsl(hex))});
  return std::nullopt;
}

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  PLACARD_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                           static_cast<int>(count)) == 1);
  return bytes;
}

}  // namespace

absl::StatusOr<TokenKeys> ParseTokenKeys(std::string_view text) {
  TokenKeys keys;
  std::string faults;
  const auto fail = [&faults](const auto&... what) {
    faults += Concat(faults.empty() ? "" : "; ", what...);
  };
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line =
        ToStd(absl::StripAsciiWhitespace(ToAbsl(text.substr(0, end))));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    const std::optional<std::string> fault = ReadLine(line, keys);
    if (fault.has_value()) fail("line ", number, ": ", *fault);
  }
  if (keys.empty() && faults.empty()) fail("holds no key");
  if (keys.size() > kTokenKeys) {
    fail("holds ", keys.size(), " keys, at most ", kTokenKeys, " may be");
  }
  if (!faults.empty()) return InvalidArgument(faults);
  return keys;
}

std::string FormatTokenKey(const TokenKey& key) {
  return Concat(key.id, ":", absl::BytesToHexString(key.secret), "\n");
}

TokenKey RandomTokenKey() {
  return {.id = absl::BytesToHexString(RandomBytes(kKeyIdBytes / 2)),
          .secret = RandomBytes(kMinSecretBytes)};
}

}  // namespace placard
