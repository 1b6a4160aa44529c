-- A worker of fixed servers that found nothing new since its last round says that what it said then
-- holds. Costs next to nothing, where a round reads and answers every record.
-- ARGV: worker, the birth token that this worker saw last, the roster and whether to probe (1 or 0) that
--       its last round answered
-- Reply: 1, or 0: nothing was changed, for something is not as that round left it; it must make a round
local worker = ARGV[1]
local now = clock()
local meta, digest = loadMeta()
local probes = probesFixed(meta, worker, now)

local function anyLapsed()
  for _, lease in pairs(loadGateways()) do
    if lease.leaseUntil <= now then
      return true
    end
  end
  return false
end

if isOfAnotherRun(meta) or meta.birth ~= ARGV[2] or isSettling(meta, now)
  or not digest or redis.sha1hex(digest) ~= ARGV[3] or probes ~= (ARGV[4] == '1')
  or redis.call('HEXISTS', KEY.workers, worker) == 0 or anyLapsed() then
  return 0
end
redis.call('HSET', KEY.workers, worker, now)
if probes then
  claimProbing(worker, now)
end
return 1
