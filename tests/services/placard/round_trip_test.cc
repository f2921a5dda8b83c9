// What is printed is read back as what it was.

#include <random>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "placard/v1/decision.pb.h"
#include "services/placard/document.h"
#include "services/placard/message_reader.h"
#include "services/placard/message_writer.h"
#include "services/placard/resource_kind.h"
#include "services/placard/yaml_tree.h"
#include "tests/services/placard/random_message.h"

namespace placard {
namespace {

using ::google::protobuf::Message;
using ::google::protobuf::util::MessageDifferencer;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string ErrorsOf(const SourceErrors& errors) {
  std::string text;
  for (const SourceError& error : errors) text += ToString(error) + "\n";
  return text;
}

TEST(RoundTripTest, RandomResourcesAreReadBackAsPrinted) {
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    std::mt19937_64 random(seed);
    const ResourceKind kind = kKinds[seed % kKinds.size()].kind;
    v1::Resource resource;
    Message& message = MutableDocument(kind, resource);
    FillRandomly(random, message);
    const bool is_policy = kind == ResourceKind::kSitePolicy;
    message.GetReflection()->SetString(
        &message, message.GetDescriptor()->FindFieldByName("name"),
        is_policy ? "sitePolicy" : Concat(WordsOf(kind).prefix, "x"));

    const std::string text = PrintDocument(resource);
    SourceErrors errors;
    const auto documents = ReadDocuments(text, "f", errors);
    ASSERT_THAT(errors, IsEmpty()) << "seed " << seed << "\n"
                                   << ErrorsOf(errors) << text;
    ASSERT_THAT(documents, SizeIs(1)) << "seed " << seed;
    ASSERT_TRUE(MessageDifferencer::Equals(documents[0].resource, resource))
        << "seed " << seed << "\n"
        << text << resource.DebugString()
        << documents[0].resource.DebugString();
  }
}

TEST(RoundTripTest, RandomPagesAreReadBackAsPrinted) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    std::mt19937_64 random(seed);
    v1::DecideRequest request;
    FillRandomly(random, request);
    const std::string text = PrintYaml(WriteMessage(request));
    SourceErrors errors;
    const auto documents = ParseYaml(text, "f", errors);
    v1::DecideRequest back;
    FieldLines lines;
    if (!documents.empty()) {
      ReadMessage(documents[0], "", "f", back, lines, errors);
    }
    ASSERT_THAT(errors, IsEmpty()) << "seed " << seed << "\n"
                                   << ErrorsOf(errors) << text;
    ASSERT_TRUE(MessageDifferencer::Equals(back, request))
        << "seed " << seed << "\n"
        << text;
  }
}

TEST(RoundTripTest, DamagedFilesAreAnsweredWithErrorsOrDocuments) {
  std::mt19937_64 random(11);
  v1::Resource resource;
  FillRandomly(random, *resource.mutable_campaign());
  const std::string text = PrintDocument(resource);
  size_t refused = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = text;
    for (int j = 0; j < 3; ++j) {
      damaged[random() % damaged.size()] =
          "[]{}:-&*!|>'\"#%@, \n\tx"[random() % 21];
    }
    SourceErrors errors;
    ReadDocuments(damaged.substr(0, random() % damaged.size() + 1), "f",
                  errors);
    refused += errors.empty() ? 0 : 1;
  }
  EXPECT_GT(refused, 1000u);
}

}  // namespace
}  // namespace placard
