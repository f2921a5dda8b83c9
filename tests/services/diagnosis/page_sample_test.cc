#include "services/diagnosis/page_sample.h"

#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_clock.h"
#include "tests/support/small_catalog.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PageSampleTest : public testing::Test {
 protected:
  void Offer(PageSample& sample, const std::string& url,
             const std::string& text = "") {
    PageRequest request;
    request.request_id = "secret";
    request.page.url = url;
    request.page.text = text;
    request.viewer.country = "de";
    request.slots = {BoxSlot("top")};
    request.page_view.shown.emplace_back();
    sample.Offer(request, clock_.Monotonic());
  }
  static std::vector<std::string> Urls(const SampledPages& sample) {
    std::vector<std::string> urls;
    for (const auto& page : sample.pages) {
      urls.push_back(page->request.page.url);
    }
    return urls;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
};

TEST_F(PageSampleTest, KeepsNothingOfTheReader) {
  PageSample sample(clock_);
  Offer(sample, "a");
  const SampledPages newest = sample.Newest(9);
  ASSERT_EQ(newest.pages.size(), 1u);
  const PageRequest& kept = newest.pages[0]->request;
  EXPECT_EQ(kept.page.url, "a");
  EXPECT_EQ(kept.slots.size(), 1u);
  EXPECT_EQ(kept.request_id, "");
  EXPECT_EQ(kept.viewer.country, std::nullopt);
  EXPECT_THAT(kept.page_view.shown, IsEmpty());
}

TEST_F(PageSampleTest, TakesABurstAndThenOnePageATurn) {
  PageSample sample(clock_, {.every = absl::Seconds(1), .burst = 2});
  for (const char* url : {"a", "b", "c", "d"}) Offer(sample, url);
  EXPECT_THAT(Urls(sample.Newest(9)), ElementsAre("b", "a"));
  clock_.Advance(absl::Milliseconds(999));
  Offer(sample, "e");
  clock_.Advance(absl::Milliseconds(1));
  Offer(sample, "f");
  Offer(sample, "g");
  EXPECT_THAT(Urls(sample.Newest(9)), ElementsAre("f", "b", "a"));
  // Turns that nobody took are kept, but no more than the burst.
  clock_.Advance(absl::Hours(1));
  for (const char* url : {"h", "i", "j"}) Offer(sample, url);
  EXPECT_THAT(Urls(sample.Newest(3)), ElementsAre("i", "h", "f"));
}

TEST_F(PageSampleTest, SaysHowManyPagesTheSampleIsOf) {
  PageSample sample(clock_, {.burst = 1});
  EXPECT_EQ(sample.Newest(9).of, 0u);
  for (const char* url : {"a", "b", "c"}) Offer(sample, url);
  clock_.Advance(absl::Seconds(2));
  for (const char* url : {"d", "e"}) Offer(sample, url);
  clock_.Advance(absl::Seconds(3));
  SampledPages newest = sample.Newest(9);
  EXPECT_THAT(Urls(newest), ElementsAre("d", "a"));
  EXPECT_EQ(newest.of, 5u);
  EXPECT_EQ(newest.age, absl::Seconds(5));
  sample.Keep(1, newest);
  EXPECT_THAT(Urls(newest), ElementsAre("d"));
  EXPECT_EQ(newest.of, 2u);
  EXPECT_EQ(newest.age, absl::Seconds(3));
  sample.Keep(0, newest);
  EXPECT_EQ(newest.of, 0u);
}

TEST_F(PageSampleTest, IsBoundedInPagesAndInText) {
  PageSample sample(clock_, {.pages = 3, .text_bytes = 10, .burst = 100});
  for (const char* url : {"a", "b", "c", "d"}) Offer(sample, url);
  EXPECT_THAT(Urls(sample.Newest(9)), ElementsAre("d", "c", "b"));
  Offer(sample, "e", "123456");
  EXPECT_THAT(Urls(sample.Newest(9)), ElementsAre("e", "d", "c"));
  Offer(sample, "f", "12345");
  EXPECT_THAT(Urls(sample.Newest(9)), ElementsAre("f"));
  // Never a part of a text: one that is too long is not kept.
  Offer(sample, "g", "12345678901");
  EXPECT_THAT(Urls(sample.Newest(9)), IsEmpty());
  Offer(sample, "h", "1234567890");
  EXPECT_THAT(Urls(sample.Newest(9)), ElementsAre("h"));
}

TEST_F(PageSampleTest, TakesPagesOfManyThreads) {
  PageSample sample(clock_, {.pages = 50, .burst = 1000});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        Offer(sample, "a", "text");
        (void)sample.Newest(10);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sample.Newest(99).pages.size(), 50u);
}

}  // namespace
}  // namespace placard
