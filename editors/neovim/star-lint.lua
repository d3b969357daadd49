-- star-lint in Neovim 0.7 and later: put this file into ~/.config/nvim/plugin/.
local filetypes = { "markdown", "text", "toml" }
local settings = { ["star-lint"] = { profiles = {}, everyNote = false, hints = "inlay" } }

if vim.fn.has("nvim-0.11") == 1 then
  vim.lsp.config("star-lint", {
    cmd = { "star-lint", "server" },
    filetypes = filetypes,
    root_markers = { "star-lint.toml", ".star-lint.toml", ".git" },
    settings = settings,
    init_options = settings,
  })
  vim.lsp.enable("star-lint")
  return
end

local client
vim.api.nvim_create_autocmd("FileType", {
  pattern = filetypes,
  callback = function(event)
    if vim.bo[event.buf].buftype ~= "" then
      return
    end
    client = client or vim.lsp.start_client({
      name = "star-lint",
      cmd = { "star-lint", "server" },
      root_dir = vim.fn.getcwd(),
      settings = settings,
      init_options = settings,
      on_exit = function()
        client = nil
      end,
    })
    if client then
      vim.lsp.buf_attach_client(event.buf, client)
    end
  end,
})
