-- The keys of a pool, and their hashes. docs/protocol.md describes them.
local BASE = string.match(KEYS[1], '^(.*:)servers$')
local KEY = {
  servers = BASE .. 'servers', granted = BASE .. 'granted', inFlight = BASE .. 'inflight',
  last = BASE .. 'last', gateways = BASE .. 'gateways', seq = BASE .. 'seq',
  workers = BASE .. 'workers', meta = BASE .. 'meta', lists = BASE .. 'lists',
}

local function permitsKey(gateway)
  return BASE .. 'permits:' .. gateway
end

local function hash(key)
  local flat = redis.call('HGETALL', key)
  local fields = {}
  for i = 1, #flat, 2 do
    fields[flat[i]] = flat[i + 1]
  end
  return fields
end

local function numbers(key)
  local flat = redis.call('HGETALL', key)
  local fields = {}
  for i = 1, #flat, 2 do
    fields[flat[i]] = tonumber(flat[i + 1])
  end
  return fields
end

-- Hash fields that are to be written, or removed if false, in few calls.
local unwritten = {}
local MOST_ARGUMENTS = 4000

local function write(key, field, value)
  local fields = unwritten[key]
  if not fields then
    fields = {}
    unwritten[key] = fields
  end
  fields[field] = value
end

local function writeAll()
  for key, fields in pairs(unwritten) do
    local sets, removals = {}, {}
    for field, value in pairs(fields) do
      if value then
        sets[#sets + 1] = field
        sets[#sets + 1] = value
      else
        removals[#removals + 1] = field
      end
    end
    for i = 1, #sets, MOST_ARGUMENTS do
      redis.call('HSET', key, unpack(sets, i, math.min(#sets, i + MOST_ARGUMENTS - 1)))
    end
    for i = 1, #removals, MOST_ARGUMENTS do
      redis.call('HDEL', key, unpack(removals, i, math.min(#removals, i + MOST_ARGUMENTS - 1)))
    end
  end
  unwritten = {}
end
