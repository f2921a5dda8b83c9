#include "tests/services/codec/examples.h"

#include <utility>

namespace placard {

v1::Campaign RichCampaign() {
  return FromText<v1::Campaign>(R"pb(
    name: "campaigns/spring"
    display_name: "Frühling"
    advertiser: "advertisers/acme"
    status: STATUS_PAUSED
    flight {
      start_time { seconds: 1700000000 nanos: 5 }
      end_time { seconds: 1800000000 }
      time_zone: "Europe/Berlin"
    }
    tier: TIER_SPONSORSHIP
    priority: 3
    line_items {
      id: "paris"
      display_name: "Paris"
      status: STATUS_PAUSED
      price { cpc { cpc_micros: 250000 clicks_per_million: 1500 } }
      weight: 7
      targeting {
        sections {
          include { path: "/Travel/France/" }
          exclude { path: "travel/france/strikes" exact: true }
        }
        keywords {
          any_of { text: "Paris" match: MATCH_EXACT }
          any_of { text: "Eiffel  Tower" }
          all_of { text: "spring" match: MATCH_PHRASE }
          all_of { text: "flight" }
          none_of { text: "crash" match: MATCH_PREFIX }
          block_lists: "keywordLists/crime"
          block_lists: "keywordLists/war"
        }
        categories {
          include { taxonomy: "iab-content-3.1" id: "653" }
          exclude { taxonomy: "iab-content-3.1" id: "386" }
        }
        countries { include: "DE" include: "AT" exclude: "CH" }
        regions { include: "DE-BY" exclude: "at-9" }
        devices { include: DEVICE_MOBILE exclude: DEVICE_TV }
        languages { include: "de" exclude: "pt-BR" }
        key_values {
          include { key: "Position" values: "above_fold" values: "sidebar" }
          exclude { key: "paywall" values: "Yes" }
        }
        segments { include: "travellers" exclude: "Staff" }
        dayparts {
          days: DAY_OF_WEEK_MONDAY
          days: DAY_OF_WEEK_SUNDAY
          start_minute: 1320
          end_minute: 120
        }
        rule {
          any_of {
            rules { keywords { terms { text: "louvre" match: MATCH_EXACT } } }
            rules {
              all_of {
                rules { sections { include { path: "culture" } } }
                rules { categories { categories { taxonomy: "t" id: "1" } } }
                rules { countries { values: "FR" } }
                rules { regions { values: "FR-75" } }
                rules { devices { devices: DEVICE_TABLET } }
                rules { languages { values: "fr" } }
                rules { key_value { key: "k" values: "v" } }
                rules { segments { values: "art" } }
                rules { not { dayparts { dayparts { end_minute: 360 } } } }
              }
            }
          }
        }
      }
      creatives: "wide"
      creatives: "tall"
      rotation { mode: MODE_OPTIMISED frozen: true }
      share_of_voice_percent: 40
    }
    line_items { id: "anywhere" companion_of: "paris" }
    creatives {
      id: "tall"
      display_name: "Tall"
      size { fixed { width: 300 height: 600 } }
      click_url: "https://Shop.Example.com:8443/spring?x=1#top"
      image { url: "https://cdn.example.com/tall.png" title: "A tall one" }
      exclusion_labels: "Airline"
      blocks { keywords { text: "hijack" match: MATCH_PREFIX } }
      rotation_weight: 3
    }
    creatives {
      id: "wide"
      size { ratio { width_ratio: 16 height_ratio: 9 min_width: 320 } }
      click_url: "https://shop.example.com"
      html { markup: "<b>spring</b>" }
    }
    creatives {
      id: "native"
      size { fluid {} }
      click_url: "https://shop.example.com/n"
      native {
        title: "Spring"
        body: "in Paris"
        image_url: "https://cdn.example.com/n.png"
        sponsored_by: "Acme"
        call_to_action: "Fly"
      }
    }
    exclusion_labels: "travel"
    blocks {
      keywords { text: "terror attack" }
      keyword_lists: "keywordLists/terror"
      sections { path: "opinion" exact: true }
      categories { taxonomy: "iab-content-3.1" id: "JLBCU7" }
    }
    roadblock: ROADBLOCK_ONE_OR_MORE
    etag: "e1"
    create_time { seconds: 1 }
    update_time { seconds: 2 }
    warnings {
      severity: LINT_SEVERITY_WARNING
      code: LINT_CODE_DATES_PAST
      name: "campaigns/spring"
      field: "flight.end_time"
      message: "its flight has ended"
    }
  )pb");
}

v1::Advertiser RichAdvertiser() {
  return FromText<v1::Advertiser>(R"pb(
    name: "advertisers/acme"
    display_name: "Acme"
    status: STATUS_ACTIVE
    exclusion_labels: "airline"
    blocks {
      keywords { text: "bankruptcy" }
      keyword_lists: "keywordLists/finance"
      sections { path: "business/courts" }
      categories { taxonomy: "t" id: "9" }
    }
    page_limit: 2
    same_advertiser_exception: true
    etag: "e2"
    create_time { seconds: 3 }
    update_time { seconds: 4 }
  )pb");
}

v1::KeywordList RichKeywordList() {
  return FromText<v1::KeywordList>(R"pb(
    name: "keywordLists/crime"
    display_name: "Crime"
    owner: "Brand safety desk"
    reason: "Law department, 2024"
    expire_time { seconds: 1900000000 }
    dry_run: true
    terms { text: "Murder" match: MATCH_PREFIX }
    terms { text: "C++" match: MATCH_EXACT }
    etag: "e3"
    create_time { seconds: 5 }
    update_time { seconds: 6 }
  )pb");
}

v1::SitePolicy RichSitePolicy() {
  return FromText<v1::SitePolicy>(R"pb(
    name: "sitePolicy"
    currency: "EUR"
    blocks {
      keywords { text: "funeral" }
      keyword_lists: "keywordLists/grief"
    }
    blocked_advertisers: "advertisers/rival"
    blocked_click_domains: "Rival.example"
    floors { cpm_micros: 100000 }
    floors { section: "News/Politics" cpm_micros: 2000000 }
    sections: "news"
    sections: "news/politics"
    slot_presets {
      id: "top"
      sizes { fixed { width: 970 height: 250 } }
      sizes { ratio { width_ratio: 4 height_ratio: 1 } }
      count: 2
      floor_cpm_micros: 300000
      position: POSITION_ABOVE_FOLD
    }
    no_duplicates: NO_DUPLICATES_ADVERTISER
    advertiser_page_limit: 3
    etag: "e4"
    create_time { seconds: 7 }
    update_time { seconds: 8 }
  )pb");
}

v1::Taxonomy RichTaxonomy() {
  return FromText<v1::Taxonomy>(R"pb(
    name: "taxonomies/iab-content-3.1"
    display_name: "Content 3.1"
    nodes { id: "379" display_name: "News" }
    nodes { id: "386" parent_id: "379" display_name: "Politics" }
    nodes { id: "JLBCU7" parent_id: "386" }
    etag: "e5"
    create_time { seconds: 9 }
    update_time { seconds: 10 }
  )pb");
}

v1::DecideRequest RichRequest() {
  return FromText<v1::DecideRequest>(R"pb(
    page {
      url: "https://paper.example/news/paris"
      sections: "/News/World%20Cup/"
      keywords: "Paris"
      keywords: "PARIS "
      keywords: "Straße"
      categories { taxonomy: "iab-content-3.1" id: "386" }
      exclusion_labels: "Airline"
      language: "pt-BR"
      key_values { key: "Author" values: "Jane Doe" values: "J. Roe" }
      title: "Spring in  Paris"
      text: "It is warm.\nVery warm."
    }
    viewer {
      key: "reader-1"
      country: "DE"
      region: "DE-BY"
      device: DEVICE_MOBILE
      segments: "Travellers"
      consent: CONSENT_PERSONALISED
    }
    slots {
      id: "top"
      sizes { fixed { width: 300 height: 250 } }
      sizes { ratio { width_ratio: 16 height_ratio: 9 } }
      sizes { fluid {} }
      count: 2
      floor_cpm_micros: 1500000
      position: POSITION_SIDEBAR
      key_values { key: "Lazy" values: "Yes" }
      preset: "top"
    }
    slots { id: "preset" preset: "top" }
    request_id: "view-1"
    seed: 42
    at { seconds: 1750000000 nanos: 7 }
    page_view_token: "opaque"
    force: "campaigns/spring/lineItems/paris"
    test: true
  )pb");
}

v1::Resource AsResource(v1::Campaign campaign) {
  v1::Resource resource;
  *resource.mutable_campaign() = std::move(campaign);
  return resource;
}

v1::Resource AsResource(v1::Advertiser advertiser) {
  v1::Resource resource;
  *resource.mutable_advertiser() = std::move(advertiser);
  return resource;
}

v1::Resource AsResource(v1::KeywordList list) {
  v1::Resource resource;
  *resource.mutable_keyword_list() = std::move(list);
  return resource;
}

v1::Resource AsResource(v1::SitePolicy policy) {
  v1::Resource resource;
  *resource.mutable_site_policy() = std::move(policy);
  return resource;
}

v1::Resource AsResource(v1::Taxonomy taxonomy) {
  v1::Resource resource;
  *resource.mutable_taxonomy() = std::move(taxonomy);
  return resource;
}

}  // namespace placard
