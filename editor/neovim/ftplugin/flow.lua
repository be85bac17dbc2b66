-- Attaches `sluice lsp` to the buffer with Neovim's own client. Works from Neovim 0.7 on.

vim.bo.commentstring = "// %s"
vim.bo.comments = ":///,://"
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.tabstop = 2
vim.bo.omnifunc = "v:lua.vim.lsp.omnifunc"

local folder = vim.fn.expand("%:p:h")

--- The nearest of these above the file, as an absolute path; nil when there is none.
local function above(name)
  local found = vim.fn.findfile(name, folder .. ";")
  return found ~= "" and vim.fn.fnamemodify(found, ":p") or nil
end

local manifest = above("package.json")
local config = {
  name = "sluice",
  -- The project's own first, so that both are of one version; `let g:sluice_command = [...]` says otherwise.
  cmd = vim.g.sluice_command or { above("node_modules/.bin/sluice") or "sluice", "lsp" },
  root_dir = manifest and vim.fn.fnamemodify(manifest, ":h") or folder,
}

if vim.fn.executable(config.cmd[1]) == 0 then
  vim.notify_once("sluice: `" .. config.cmd[1] .. "` is not installed; see docs/editors/neovim.md", vim.log.levels.WARN)
  return
end

if vim.lsp.start then
  vim.lsp.start(config)
else
  -- Neovim 0.7 has no `vim.lsp.start`, which shares one client among the buffers of a root.
  local id
  for _, client in ipairs(vim.lsp.get_active_clients()) do
    if client.name == config.name and client.config.root_dir == config.root_dir then
      id = client.id
    end
  end
  vim.lsp.buf_attach_client(0, id or vim.lsp.start_client(config))
end

-- The server colours every token; Neovim has no colours of its own for some kinds of them.
if vim.lsp.semantic_tokens then
  local links = { keyword = "Keyword", operator = "Operator", string = "String", number = "Number", regexp = "String" }
  for kind, group in pairs(links) do
    vim.api.nvim_set_hl(0, "@lsp.type." .. kind .. ".flow", { link = group, default = true })
  end
end
