// Collects what is wrong with a message from outside, each with the path of its
// field: the one tool of every reader in this room, which makes each rule of
// the wire one line.
//
//   const Checker::Scope scope = check.In("page");
//   check.Text("url", page.url(), 0, limits::kUrlBytes);
//   for (int i = 0; i < page.sections_size(); ++i) {
//     check.FailAt({"sections", i}, "must ...");    // "page.sections[3]"
//   }
//
// Thread safety: none; one reading, one checker.
// Cost: paths and messages are built only where something is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/status.h"
#include "google/protobuf/message.h"
#include "google/protobuf/unknown_field_set.h"
#include "services/codec/enums.h"
#include "services/codec/names.h"

namespace placard {

enum class Strictness {
  kWrite,   // every rule and limit
  kStored,  // upper limits on lengths and numbers of things are let pass
};

class Checker {
 public:
  explicit Checker(Strictness strictness) : strictness_(strictness) {}
  Checker(const Checker&) = delete;
  Checker& operator=(const Checker&) = delete;

  // A field of the message that is being read, or one of its elements.
  struct Where {
    // NOLINTNEXTLINE(google-explicit-constructor): "url" is a place.
    Where(const char* name) : field(name) {}
    Where(const char* name, int at) : field(name), index(at) {}

    const char* field;
    int index = -1;
  };

  // While it lives, paths start further in.
  class [[nodiscard]] Scope {
   public:
    Scope(Checker& checker, Where where)
        : checker_(checker), around_(checker.innermost_), where_(where) {
      checker_.innermost_ = this;
    }
    ~Scope() { checker_.innermost_ = around_; }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    friend class Checker;

    Checker& checker_;
    const Scope* const around_;  // null: the whole message
    const Where where_;
  };
  Scope In(Where where) { return Scope(*this, where); }

  template <typename... Parts>
  void FailAt(Where where, const Parts&... parts) {
    Add(&where, parts...);
  }
  // About the whole message.
  template <typename... Parts>
  void Fail(const Parts&... parts) {
    Add(nullptr, parts...);
  }

  // All of these return whether it is right.

  // No fields of a newer version in `message` itself.
  template <typename Message>
  bool Known(const Message& message) {
    // Asking each message for it takes longer than what it is asked for.
    static const google::protobuf::Reflection* const kReflection =
        Message::default_instance().GetReflection();
    const google::protobuf::UnknownFieldSet& unknown =
        kReflection->GetUnknownFields(message);
    if (!unknown.empty()) FailUnknownFields(unknown);
    return unknown.empty();
  }
  // UTF-8 of so many bytes.
  bool Text(Where where, std::string_view text, size_t min, size_t max);
  // The same, and appends the normalised text to `out`, which is not empty
  // unless `text` is.
  bool Normalized(Where where, std::string_view text, size_t min, size_t max,
                  std::string& out);
  bool Count(Where where, int count, size_t min, size_t max);
  bool Range(Where where, int64_t value, int64_t min, int64_t max);
  bool Name(Where where, ResourceKind kind, std::string_view name);
  // https, 1 to limits::kUrlBytes bytes.
  bool Url(Where where, std::string_view url);
  // `expected` completes "must be ...".
  bool Matches(Where where, std::string_view text,
               bool (*is_right)(std::string_view), std::string_view expected);

  // The model's word for `value`; nullopt for none. Unspecified is wrong only
  // for RequiredChoice.
  template <typename Table, typename Wire>
  auto Choice(Where where, const Table& table, Wire value) {
    auto choice = FromWire(table, value);
    if (!choice.has_value() && value != 0) FailUnknown(where, value);
    return choice;
  }
  template <typename Table, typename Wire>
  auto RequiredChoice(Where where, const Table& table, Wire value) {
    if (value == 0) FailAt(where, "must be specified");
    return Choice(where, table, value);
  }

  bool strict() const { return strictness_ == Strictness::kWrite; }

  // How much has been found wrong so far.
  size_t failures() const { return violations_.size() + left_out_; }
  // Forgets all but the first `failures`, and says what the first forgotten one
  // was. Precondition: there have been more, and `failures` is 0 or what
  // failures() was while fewer than kMaxViolations had been found.
  std::string Forgive(size_t failures);

  // Everything that is wrong; the last says how many more there were, if so.
  FieldViolations Take() &&;

  // So that one message of a mebibyte does not make a hundred of them.
  static constexpr size_t kMaxViolations = 256;

 private:
  template <typename... Parts>
  void Add(const Where* where, const Parts&... parts) {
    if (violations_.size() == kMaxViolations) {
      ++left_out_;
      return;
    }
    violations_.push_back({Path(where), Concat(parts...)});
  }
  std::string Path(const Where* where) const;
  bool Length(Where where, size_t bytes, size_t min, size_t max);
  void FailUnknown(Where where, int value);
  void FailUnknownFields(const google::protobuf::UnknownFieldSet& unknown);

  const Strictness strictness_;
  const Scope* innermost_ = nullptr;  // null: the whole message
  FieldViolations violations_;
  size_t left_out_ = 0;
};

// `text` in quotation marks for a message: what cannot be printed is escaped,
// what is long is cut.
std::string Quoted(std::string_view text);

}  // namespace placard
