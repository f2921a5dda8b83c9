#include "services/store/catalog_scripts.h"

#include "engine/base/status.h"

namespace placard {
namespace {

// What every script starts with.
constexpr std::string_view kPrelude = R"lua(
local function decimal(n) return string.format('%.0f', n) end
local function birth(epoch) return redis.sha1hex('placard|' .. epoch) end
local function read_meta(key)
  local m = redis.call('HMGET', key, 'epoch', 'rev', 'chain', 'schema')
  if not m[1] then return nil end
  return {epoch = m[1], rev = m[2] or '', chain = m[3] or '',
          schema = m[4] or ''}
end
)lua";

constexpr std::string_view kCreateEpoch = R"lua(
local meta = read_meta(KEYS[1])
if meta then
  if meta.schema ~= '1' then return {'SCHEMA', meta.schema} end
  if meta.epoch ~= ARGV[1] then return {'EXISTS'} end
  return {'OK', meta.epoch, meta.rev, meta.chain}
end
if redis.call('EXISTS', KEYS[1], KEYS[2], KEYS[3]) > 0 then
  return {'ORPHANED'}
end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'rev', '0',
           'chain', birth(ARGV[1]), 'schema', '1')
return {'OK', ARGV[1], '0', birth(ARGV[1])}
)lua";

constexpr std::string_view kCommitCheck = R"lua(
local DOC, REV, LOG = KEYS[2], KEYS[3], KEYS[4]
local TOMB, REFS, REQ = KEYS[5], KEYS[6], KEYS[7]

local meta = read_meta(KEYS[1])
if not meta or meta.epoch ~= ARGV[1] then
  return {'EPOCH', meta and meta.epoch or ''}
end
if meta.schema ~= '1' then return {'SCHEMA', meta.schema} end

local ops, kind_of, shape = {}, {}, {}
local at = 5
for i = 1, tonumber(ARGV[5]) do
  local op = {name = ARGV[at + 1], expected = ARGV[at + 2],
              kind = ARGV[at + 3], body = ARGV[at + 4], refs = {}}
  local count = tonumber(ARGV[at + 5])
  for j = 1, count do op.refs[j] = ARGV[at + 5 + j] end
  at = at + 5 + count
  ops[i] = op
  kind_of[op.name] = op.kind
  shape[i] = op.kind .. op.name .. '\0'
end
-- Bodies are left out: a retry may stamp the time anew.
local fingerprint = redis.sha1hex(table.concat(shape))

local remembered = redis.call('GET', REQ)
if remembered then
  if string.sub(remembered, 1, 40) ~= fingerprint then return {'REUSED'} end
  return {'REPLAYED', string.sub(remembered, 42)}
end

-- A log that does not end where meta says would fail the first write below.
local last = redis.call('XREVRANGE', LOG, '+', '-', 'COUNT', 1)[1]
if last and last[1] ~= meta.rev .. '-0' then
  return {'TORN', last[1], meta.rev}
end

local function missing_references(op)
  local missing = {}
  for _, target in ipairs(op.refs) do
    local kind = kind_of[target]
    if kind == 'del' or
       (not kind and redis.call('HEXISTS', REV, target) == 0) then
      missing[#missing + 1] = target
    end
  end
  return missing
end

-- One document outside the batch that names it; those inside are rewritten or
-- deleted with it. They are at most #ops, so one more is enough to look at.
local function outside_referrer(name)
  local found = redis.call('ZRANGEBYLEX', REFS, '[<' .. name .. '\0',
                           '(<' .. name .. '\1', 'LIMIT', 0, #ops + 1)
  for _, member in ipairs(found) do
    local source = string.sub(member, #name + 3)
    if not kind_of[source] then return source end
  end
  return nil
end

local function failure(op)
  local current = redis.call('HGET', REV, op.name)
  if op.expected == 'absent' and current then
    return 'ALREADY_EXISTS', current, op.name .. ' already exists'
  end
  if not current then
    if op.kind == 'del' or (op.expected ~= 'any' and op.expected ~= 'absent')
    then
      return 'NOT_FOUND', '0', op.name .. ' not found'
    end
    if redis.call('HEXISTS', TOMB, op.name) == 1 then
      return 'FAILED_PRECONDITION', '0',
             op.name .. ' was deleted and its id is not reused'
    end
  elseif op.expected ~= 'any' and op.expected ~= current then
    return 'ABORTED', current, op.name .. ' is at revision ' .. current ..
           ', not ' .. op.expected
  end
  if op.kind == 'del' then
    local source = outside_referrer(op.name)
    if source then
      return 'FAILED_PRECONDITION', current,
             op.name .. ' is still referred to by ' .. source
    end
    return nil
  end
  local missing = missing_references(op)
  if #missing > 0 then
    return 'FAILED_PRECONDITION', current or '0', op.name ..
           ' refers to what does not exist: ' .. table.concat(missing, ', ')
  end
  return nil
end

local refused = {'REFUSED'}
for i, op in ipairs(ops) do
  local code, current, message = failure(op)
  if code then
    refused[#refused + 1] = decimal(i - 1)
    refused[#refused + 1] = code
    refused[#refused + 1] = current
    refused[#refused + 1] = message
  end
end
if #refused > 1 then return refused end
)lua";

// Nothing below may fail.
constexpr std::string_view kCommitWrite = R"lua(
local function forget_references(name)
  local prefix = '>' .. name .. '\0'
  local found = redis.call('ZRANGEBYLEX', REFS, '[' .. prefix,
                           '(>' .. name .. '\1')
  for _, member in ipairs(found) do
    local target = string.sub(member, #prefix + 1)
    redis.call('ZREM', REFS, member, '<' .. target .. '\0' .. name)
  end
end

local clock = redis.call('TIME')
local micros = clock[1] .. string.format('%06d', tonumber(clock[2]))
local rev = tonumber(meta.rev)
local first = decimal(rev + 1)
local chain = meta.chain
for _, op in ipairs(ops) do
  rev = rev + 1
  local revision = decimal(rev)
  chain = redis.sha1hex(table.concat(
      {chain, revision, op.name, op.kind, redis.sha1hex(op.body)}, '|'))
  redis.call('XADD', LOG, 'MAXLEN', '~', ARGV[4], revision .. '-0',
             'kind', op.kind, 'name', op.name, 'chain', chain,
             'actor', ARGV[2], 'time', micros, 'body', op.body)
  forget_references(op.name)
  if op.kind == 'put' then
    redis.call('HSET', DOC, op.name, op.body)
    redis.call('HSET', REV, op.name, revision)
    for _, target in ipairs(op.refs) do
      redis.call('ZADD', REFS, 0, '>' .. op.name .. '\0' .. target,
                 0, '<' .. target .. '\0' .. op.name)
    end
  else
    redis.call('HDEL', DOC, op.name)
    redis.call('HDEL', REV, op.name)
    redis.call('HSET', TOMB, op.name, revision)
  end
end
redis.call('HSET', KEYS[1], 'rev', decimal(rev), 'chain', chain)
redis.call('SET', REQ, fingerprint .. ' ' .. first, 'EX', ARGV[3])
return {'OK', first}
)lua";

constexpr std::string_view kGet = R"lua(
local body = redis.call('HGET', KEYS[1], ARGV[1])
if not body then return false end
return {body, redis.call('HGET', KEYS[2], ARGV[1])}
)lua";

constexpr std::string_view kScan = R"lua(
local meta = read_meta(KEYS[3]) or
             {epoch = '', rev = '0', chain = '', schema = '1'}
if meta.schema ~= '1' then return {'SCHEMA', meta.schema} end
local page = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
local reply = {page[1], meta.epoch, meta.rev, meta.chain,
               decimal(redis.call('HLEN', KEYS[1]))}
for i = 1, #page[2], 2 do
  reply[#reply + 1] = page[2][i]
  reply[#reply + 1] = page[2][i + 1]
  reply[#reply + 1] = redis.call('HGET', KEYS[2], page[2][i])
end
return reply
)lua";

constexpr std::string_view kTail = R"lua(
local LOG = KEYS[2]
local meta = read_meta(KEYS[1])
if not meta then return {'RELOAD', 'the store has no epoch'} end
if meta.schema ~= '1' then return {'SCHEMA', meta.schema} end
if meta.epoch ~= ARGV[1] then
  return {'RELOAD', 'the store has another epoch'}
end

local function field(entry, name)
  for i = 1, #entry[2], 2 do
    if entry[2][i] == name then return entry[2][i + 1] end
  end
  return nil
end

local at, last = tonumber(ARGV[2]), tonumber(meta.rev)
if at > last then return {'RELOAD', 'the store was rolled back'} end
local known
if at == last then
  known = meta.chain
elseif at == 0 then
  known = birth(meta.epoch)
else
  local id = decimal(at) .. '-0'
  local entry = redis.call('XRANGE', LOG, id, id)[1]
  if not entry then
    return {'RELOAD', 'the log is trimmed past the reader'}
  end
  known = field(entry, 'chain')
end
if known ~= ARGV[3] then
  return {'RELOAD', 'the store has another history'}
end

local reply = {'OK', meta.rev, meta.chain}
local left, bytes, next_rev = tonumber(ARGV[4]), tonumber(ARGV[5]), at + 1
while left > 0 and bytes > 0 and next_rev <= last do
  local chunk = redis.call('XRANGE', LOG, decimal(next_rev) .. '-0', '+',
                           'COUNT', math.min(left, 16))
  if #chunk == 0 then
    return {'RELOAD', 'the log is trimmed past the reader'}
  end
  for _, entry in ipairs(chunk) do
    if entry[1] ~= decimal(next_rev) .. '-0' then
      return {'RELOAD', 'the log is trimmed past the reader'}
    end
    reply[#reply + 1] = entry
    bytes = bytes - #(field(entry, 'body') or '')
    left = left - 1
    next_rev = next_rev + 1
  end
end
return reply
)lua";

}  // namespace

const std::string& CreateEpochScript() {
  static const auto& script = *new std::string(Concat(kPrelude, kCreateEpoch));
  return script;
}
const std::string& CommitScript() {
  static const auto& script =
      *new std::string(Concat(kPrelude, kCommitCheck, kCommitWrite));
  return script;
}
const std::string& GetScript() {
  static const auto& script = *new std::string(Concat(kPrelude, kGet));
  return script;
}
const std::string& ScanScript() {
  static const auto& script = *new std::string(Concat(kPrelude, kScan));
  return script;
}
const std::string& TailScript() {
  static const auto& script = *new std::string(Concat(kPrelude, kTail));
  return script;
}

}  // namespace placard
