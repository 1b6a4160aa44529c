-- The servers of a pool as recorded.

local function isSettling(meta, now)
  return now < tonumber(meta.settlingUntil or 0)
end

-- What an exchange needs of every server, in one field of meta: decoding each record costs many times
-- as much. Gone whenever a record changes, and made anew by who needs it next. Its SHA-1 tells a gateway
-- whether the servers are still those that it was told of.
local DIGEST = 'digest'
local digestIsGone = false

local function loadMeta()
  local meta = hash(KEY.meta)
  local digest = meta[DIGEST]
  meta[DIGEST] = nil
  return meta, digest
end

local function loadRecords(pool)
  for name, json in pairs(hash(KEY.servers)) do
    local server = cjson.decode(json)
    pool.byName[name] = server
    table.insert(pool.servers, server)
  end
  table.sort(pool.servers, function(a, b) return a.ordinal < b.ordinal end)
end

local function loadDigest(pool, digest)
  for i, d in ipairs(cmsgpack.unpack(digest)) do
    local server = {
      name = d[1], ordinal = d[2], state = d[3], url = d[4], capacity = d[5], fixed = d[6],
      partial = true,
    }
    pool.servers[i] = server
    pool.byName[d[1]] = server
  end
end

local function saveDigest(pool)
  local digest = {}
  for i, s in ipairs(pool.servers) do
    digest[i] = { s.name, s.ordinal, s.state, s.url, s.capacity, s.fixed or false }
  end
  pool.digest = cmsgpack.pack(digest)
  redis.call('HSET', KEY.meta, DIGEST, pool.digest)
  digestIsGone = false
end

local function dropDigest()
  redis.call('HDEL', KEY.meta, DIGEST)
  digestIsGone = true
end

-- The servers of a pool with what the digest has of them.
local function loadServers()
  local meta, digest = loadMeta()
  local pool = { now = clock(), meta = meta, servers = {}, byName = {}, digest = digest }
  pool.settling = isSettling(meta, pool.now)
  if digest then
    loadDigest(pool, digest)
  else
    loadRecords(pool)
    saveDigest(pool)
  end
  return pool
end

local function loadServer(name)
  local json = redis.call('HGET', KEY.servers, name)
  return json and cjson.decode(json) or nil
end

local function save(server)
  redis.call('HSET', KEY.servers, server.name, cjson.encode(server))
  dropDigest()
end

local function move(server, state, now)
  if server.partial then
    for field, value in pairs(loadServer(server.name)) do
      server[field] = value
    end
    server.partial = nil
  end
  server.state = state
  server.since = now
  server.worker = ''
  server.claimUntil = 0
  save(server)
end

local function claim(server, worker, untilTime)
  server.worker = worker
  server.claimUntil = untilTime
  save(server)
end

local function claimable(server, worker, now)
  return server.worker == '' or server.worker == worker or server.claimUntil <= now
end

local function count(pool, state)
  local found = 0
  for _, server in ipairs(pool.servers) do
    if server.state == state then
      found = found + 1
    end
  end
  return found
end

local function usedAt(server, time)
  local known = tonumber(redis.call('HGET', KEY.last, server) or 0)
  if time > known then
    redis.call('HSET', KEY.last, server, time)
  end
end
