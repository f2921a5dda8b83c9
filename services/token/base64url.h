// Bytes as text that may stand in a URL: base64url without padding (RFC 4648,
// section 5).
//
// Thread safety: pure functions.
// Cost: linear; no allocation once `out` is warm.
#pragma once

#include <string>
#include <string_view>

namespace placard {

// How many bytes `chars` characters hold at most.
constexpr size_t Base64UrlBytes(size_t chars) { return chars / 4 * 3; }

// Writes over what `out` held.
void EncodeBase64Url(std::string_view bytes, std::string& out);

// Writes over what `out` held; false when `text` is none. Strict: no other
// text than EncodeBase64Url(bytes) gives these bytes.
bool DecodeBase64Url(std::string_view text, std::string& out);

}  // namespace placard
