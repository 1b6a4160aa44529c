-- Looks at the pool without changing it.
-- Reply: {now, settling, waiting, retry at, {created…}, {gateway…}, {{name, ordinal, state, url,
--        capacity, granted, in flight, last request, created at, since, worker, claim until,
--        reason}…}, birth token}
return describe(loadPool(), {})
