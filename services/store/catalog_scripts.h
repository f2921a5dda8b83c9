// The catalogue's layout in Redis and the Lua scripts that alone touch it.
//
// All keys share the hash tag {cat}, so that a cluster keeps them in one slot:
//   placard:{cat}:doc    hash    name -> body
//   placard:{cat}:rev    hash    name -> revision
//   placard:{cat}:log    stream  <revision>-0: kind, name, chain, actor, time
//                                (microseconds), body
//   placard:{cat}:meta   hash    epoch, rev, chain, schema
//   placard:{cat}:tomb   hash    deleted name -> revision of the deletion
//   placard:{cat}:refs   zset    "<target NUL source" and ">source NUL target",
//                                all of score 0: who names whom, both ways
//   placard:{cat}:req:<request id>  what a request did; expires
// chain = sha1(previous chain | revision | name | kind | sha1(body)).
//
// Every script checks all its arguments before its first write: a script is
// atomic, but what it wrote before an error stays. Numbers stay below 2^53 and
// travel as text. Time is the server's own, which replicas get by its effects.
#pragma once

#include <string>
#include <string_view>

namespace placard {

namespace catalog_keys {
inline constexpr std::string_view kDoc = "placard:{cat}:doc";
inline constexpr std::string_view kRev = "placard:{cat}:rev";
inline constexpr std::string_view kLog = "placard:{cat}:log";
inline constexpr std::string_view kMeta = "placard:{cat}:meta";
inline constexpr std::string_view kTomb = "placard:{cat}:tomb";
inline constexpr std::string_view kRefs = "placard:{cat}:refs";
inline constexpr std::string_view kRequestPrefix = "placard:{cat}:req:";
}  // namespace catalog_keys

// KEYS meta doc log; ARGV epoch.
// -> OK epoch rev chain | EXISTS | ORPHANED | SCHEMA <found>
const std::string& CreateEpochScript();

// KEYS meta doc rev log tomb refs req; ARGV epoch, actor, request lifetime in
// seconds, log length, number of ops, then for each op: name, expected (any,
// absent or a revision), kind (put or del), body, number of references, those.
// -> OK <first revision> | REPLAYED <first revision> | REUSED | EPOCH <found>
//    | SCHEMA <found> | TORN <log's last id> <rev>
//    | REFUSED (<op, from 0> <code> <current revision> <message>)...
const std::string& CommitScript();

// KEYS doc rev; ARGV name. -> nil | body rev
const std::string& GetScript();

// KEYS doc rev meta; ARGV cursor count.
// -> cursor epoch rev chain total (name body rev)... | SCHEMA <found>
const std::string& ScanScript();

// KEYS meta log; ARGV epoch rev chain max bytes.
// -> OK rev chain (stream entry)... | RELOAD <reason> | SCHEMA <found>
const std::string& TailScript();

}  // namespace placard
