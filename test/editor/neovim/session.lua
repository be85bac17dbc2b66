-- What a user does in Neovim, and what they then see, as JSON in the file that $SEEN names.

local seen = {}

local function eventually(what, probe)
  if not vim.wait(15000, probe, 20) then
    seen.never = what
    return false
  end
  return true
end

local function text_of(window)
  return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n")
end

local function floating_window()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      return window
    end
  end
end

--- The texts that are drawn behind lines of the buffer.
local function drawn()
  local texts = {}
  for _, namespace in pairs(vim.diagnostic.get_namespaces()) do
    local shown = namespace.user_data.virt_text_ns
    local marks = shown and vim.api.nvim_buf_get_extmarks(0, shown, 0, -1, { details = true }) or {}
    for _, mark in ipairs(marks) do
      for _, chunk in ipairs(mark[4].virt_text or {}) do
        table.insert(texts, { line = mark[2], text = chunk[1] })
      end
    end
  end
  return texts
end

local function session()
  seen.filetype = vim.bo.filetype
  seen.colours = {}
  for _, word in ipairs({ "stream", "15s", "socketText", '"localhost"', "=>" }) do
    local at = vim.fn.searchpos("\\V" .. word)
    seen.colours[word] = vim.fn.synIDattr(vim.fn.synID(at[1], at[2], 1), "name")
  end
  vim.diagnostic.config({ virtual_text = true })
  if not eventually("a diagnostic", function() return #vim.diagnostic.get(0) > 0 end) then return end
  eventually("a drawn diagnostic", function() return #drawn() > 0 end)
  seen.diagnostics = vim.diagnostic.get(0)
  seen.drawn = drawn()

  vim.fn.cursor(1, 1)
  vim.fn.search("words")
  vim.lsp.buf.hover()
  if not eventually("a hover", function() return floating_window() ~= nil end) then return end
  seen.hover = text_of(floating_window())
  vim.api.nvim_win_close(floating_window(), true)

  -- Mended by hand, as a user would.
  vim.fn.setline(3, vim.fn.substitute(vim.fn.getline(3), "reduceByKy", "reduceByKey", ""))
  eventually("no diagnostics", function() return #vim.diagnostic.get(0) == 0 end)
  seen.after = #vim.diagnostic.get(0)

  vim.fn.search("socketText")
  vim.lsp.buf.definition()
  eventually("another file", function() return vim.fn.expand("%:t") == "socket-text.flow" end)
  seen.definition = { file = vim.fn.expand("%:t"), line = vim.fn.getline(".") }
end

seen.errors = vim.v.errmsg
local ok, fault = pcall(session)
if not ok then seen.fault = fault end
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.SEEN)
vim.cmd("qall!")
