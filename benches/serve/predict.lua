-- wrk: single predictions, the texts of desk.py in turn (they are handed over as arguments). `@@` becomes a number that
-- no request before had, so that there is always a new word.
local bodies, at = {}, 0
function init(arguments)
  for _, body in ipairs(arguments) do bodies[#bodies + 1] = body end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end
function request()
  at = at + 1
  local body = bodies[at % #bodies + 1]
  return wrk.format(nil, nil, nil, (body:gsub("@@", at)))
end
