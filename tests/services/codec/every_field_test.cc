// What holds for every field of every message, found by reflection, so that a
// field that is added to the wire is not forgotten.
#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/codec/page_codec.h"
#include "services/codec/validate.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/rows.h"

namespace placard {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsOutputOnly(const FieldDescriptor& field) {
  return field.name() == "etag" || field.name() == "create_time" ||
         field.name() == "warnings" || field.name() == "update_time";
}

// Calls visit(message, path) for `message` and each message inside.
void VisitMessages(
    Message& message, const std::string& path,
    const std::function<void(Message&, const std::string&)>& visit) {
  visit(message, path);
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (IsOutputOnly(*field)) continue;
    const std::string start = path.empty() ? "" : path + ".";
    if (!field->is_repeated()) {
      VisitMessages(*reflection->MutableMessage(&message, field),
                    start + field->name(), visit);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      VisitMessages(*reflection->MutableRepeatedMessage(&message, field, i),
                    Concat(start, field->name(), "[", i, "]"), visit);
    }
  }
}

bool HasViolationAt(const FieldViolations& violations,
                    const std::string& field) {
  for (const FieldViolation& violation : violations) {
    if (violation.field == field) return true;
  }
  return false;
}

// Makes one change in `message` after the other, and expects `check` to find
// something at its path each time. Returns how many changes there were.
using Check = std::function<FieldViolations()>;

int RefusesUnknownFields(Message& message, const Check& check) {
  int changes = 0;
  VisitMessages(message, "", [&](Message& inside, const std::string& path) {
    auto* unknown = inside.GetReflection()->MutableUnknownFields(&inside);
    unknown->AddVarint(1234, 1);
    const FieldViolations violations = check();
    EXPECT_TRUE(HasViolationAt(violations, path)) << path;
    EXPECT_EQ(violations.size(), 1) << ToStatus(violations);
    unknown->Clear();
    ++changes;
  });
  return changes;
}

int RefusesTextThatIsNotUtf8(Message& message, const Check& check) {
  const std::string bad = "a\xFFz";
  int changes = 0;
  VisitMessages(message, "", [&](Message& inside, const std::string& path) {
    const auto* reflection = inside.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection->ListFields(inside, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
      if (IsOutputOnly(*field)) continue;
      std::string where = (path.empty() ? "" : path + ".") + field->name();
      std::string good;
      if (field->is_repeated()) {
        where += "[0]";
        good = reflection->GetRepeatedString(inside, field, 0);
        reflection->SetRepeatedString(&inside, field, 0, bad);
        EXPECT_TRUE(HasViolationAt(check(), where)) << where;
        reflection->SetRepeatedString(&inside, field, 0, good);
      } else {
        good = reflection->GetString(inside, field);
        reflection->SetString(&inside, field, bad);
        EXPECT_TRUE(HasViolationAt(check(), where)) << where;
        reflection->SetString(&inside, field, good);
      }
      ++changes;
    }
  });
  return changes;
}

int RefusesUnknownEnumValues(Message& message, const Check& check) {
  constexpr int kUnknown = 4321;
  int changes = 0;
  VisitMessages(message, "", [&](Message& inside, const std::string& path) {
    const auto* reflection = inside.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection->ListFields(inside, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM) continue;
      std::string where = (path.empty() ? "" : path + ".") + field->name();
      if (field->is_repeated()) {
        where += "[0]";
        const int good = reflection->GetRepeatedEnumValue(inside, field, 0);
        reflection->SetRepeatedEnumValue(&inside, field, 0, kUnknown);
        EXPECT_TRUE(HasViolationAt(check(), where)) << where;
        reflection->SetRepeatedEnumValue(&inside, field, 0, good);
      } else {
        const int good = reflection->GetEnumValue(inside, field);
        reflection->SetEnumValue(&inside, field, kUnknown);
        EXPECT_TRUE(HasViolationAt(check(), where)) << where;
        reflection->SetEnumValue(&inside, field, good);
      }
      ++changes;
    }
  });
  return changes;
}

struct Changes {
  int messages = 0;
  int strings = 0;
  int enums = 0;
};

Changes RefusesAll(Message& message, const Check& check) {
  EXPECT_TRUE(check().empty()) << ToStatus(check());
  return {.messages = RefusesUnknownFields(message, check),
          .strings = RefusesTextThatIsNotUtf8(message, check),
          .enums = RefusesUnknownEnumValues(message, check)};
}

// The counts show that the walk went where it should.
TEST(EveryField, OfACampaignIsChecked) {
  v1::Campaign campaign = RichCampaign();
  const Changes made = RefusesAll(campaign, [&] { return Validate(campaign); });
  EXPECT_GE(made.messages, 77);
  EXPECT_GE(made.strings, 60);
  EXPECT_GE(made.enums, 10);
}

TEST(EveryField, OfAnAdvertiserIsChecked) {
  v1::Advertiser advertiser = RichAdvertiser();
  const Changes made =
      RefusesAll(advertiser, [&] { return Validate(advertiser); });
  EXPECT_GE(made.strings, 8);
  EXPECT_GE(made.enums, 1);
}

TEST(EveryField, OfAKeywordListIsChecked) {
  v1::KeywordList list = RichKeywordList();
  const Changes made = RefusesAll(list, [&] { return Validate(list); });
  EXPECT_GE(made.strings, 6);
  EXPECT_GE(made.enums, 2);
}

TEST(EveryField, OfASitePolicyIsChecked) {
  v1::SitePolicy policy = RichSitePolicy();
  const Changes made = RefusesAll(policy, [&] { return Validate(policy); });
  EXPECT_GE(made.strings, 8);
  EXPECT_GE(made.enums, 1);
}

TEST(EveryField, OfATaxonomyIsChecked) {
  v1::Taxonomy taxonomy = RichTaxonomy();
  const Changes made = RefusesAll(taxonomy, [&] { return Validate(taxonomy); });
  EXPECT_GE(made.strings, 9);
}

TEST(EveryField, OfARequestIsChecked) {
  v1::DecideRequest request = RichRequest();
  SitePolicy policy;
  policy.slot_presets.emplace_back().id = "top";
  PageRequest out;
  const Changes made = RefusesAll(
      request, [&] { return ReadDecideRequest(request, policy, out); });
  EXPECT_GE(made.messages, 14);
  EXPECT_GE(made.strings, 20);
  EXPECT_GE(made.enums, 3);
}

// A rich example that leaves a field out would let the tests above pass by it.
void ExpectEveryFieldSomewhere(Message& message,
                               const std::vector<std::string>& but) {
  std::set<const FieldDescriptor*> set;
  std::set<const google::protobuf::Descriptor*> types;
  VisitMessages(message, "", [&](Message& inside, const std::string&) {
    types.insert(inside.GetDescriptor());
    std::vector<const FieldDescriptor*> fields;
    inside.GetReflection()->ListFields(inside, &fields);
    set.insert(fields.begin(), fields.end());
  });
  for (const google::protobuf::Descriptor* type : types) {
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (std::find(but.begin(), but.end(), field->name()) != but.end()) {
        continue;
      }
      EXPECT_TRUE(set.contains(field)) << field->full_name();
    }
  }
}

TEST(Examples, SetEveryField) {
  v1::Campaign campaign = RichCampaign();
  ExpectEveryFieldSomewhere(campaign,
                            {"cpm_micros", "exempt_from_site_blocks"});
  v1::Advertiser advertiser = RichAdvertiser();
  ExpectEveryFieldSomewhere(advertiser, {"exact", "match"});
  v1::KeywordList list = RichKeywordList();
  ExpectEveryFieldSomewhere(list, {"nanos"});
  v1::SitePolicy policy = RichSitePolicy();
  ExpectEveryFieldSomewhere(
      policy, {"match", "sections", "categories", "fluid", "min_width"});
  v1::Taxonomy taxonomy = RichTaxonomy();
  ExpectEveryFieldSomewhere(taxonomy, {});
  v1::DecideRequest request = RichRequest();
  ExpectEveryFieldSomewhere(request, {"viewer_token", "min_width"});
}

}  // namespace
}  // namespace placard
