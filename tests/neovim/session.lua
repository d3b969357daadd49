-- Run by tests/neovim.rs in a folder with a weak note and a star-lint.toml: what is wrong goes to the file `wrong`.
local function fail(what)
  vim.fn.writefile(vim.split(what .. "\n" .. vim.inspect(vim.diagnostic.get()), "\n"), "wrong")
  vim.cmd("cquit 1")
end

local function wait(what, holds)
  if not vim.wait(60000, holds, 20) then
    fail("never: " .. what)
  end
end

-- The finding of a rule in a buffer.
local function find(buffer, rule)
  for _, found in ipairs(vim.diagnostic.get(buffer)) do
    if found.code == rule or (found.user_data and found.user_data.lsp.code == rule) then
      return found
    end
  end
end

-- Chooses the action at the place of a finding whose title begins so, as somebody does at the keyboard.
local function act(buffer, rule, title)
  local found = find(buffer, rule) or fail("no " .. rule)
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  local chosen
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      if vim.startswith(options.format_item(item), title) then
        chosen = item
        return choose(item)
      end
    end
    fail("no action " .. title .. ": " .. vim.inspect(items))
  end
  vim.lsp.buf.code_action()
  wait("the action " .. title, function()
    return chosen
  end)
end

vim.opt.swapfile = false
vim.cmd("edit note.md")
local note = vim.api.nvim_get_current_buf()
local function text()
  return table.concat(vim.api.nvim_buf_get_lines(note, 0, -1, false), "\n")
end
wait("findings", function()
  return find(note, "filler") and find(note, "team-reliance") and find(note, "word-count")
end)

act(note, "filler", "Remove")
wait("the fix", function()
  return not text():find("Basically") and not find(note, "filler")
end)

act(note, "team-reliance", "Silence `team-reliance` here")
wait("the comment", function()
  return text():find("star%-lint%-disable") and not find(note, "team-reliance")
end)

-- A limit is changed in the configuration, which is not saved.
vim.opt.hidden = true
vim.cmd("edit star-lint.toml")
local config = vim.api.nvim_get_current_buf()
vim.api.nvim_buf_set_lines(config, 0, -1, false, { "[rules.word-count]", "check.length = { min = 1, max = 21 }" })
wait("the new limit", function()
  local found = find(note, "word-count")
  return found and found.message:find("limit of 21")
end)
vim.api.nvim_buf_set_lines(config, 1, -1, false, { "check.length = { min = 1, mux = 21 }" })
wait("what is wrong with the configuration", function()
  return #vim.diagnostic.get(config) == 1
end)
vim.api.nvim_buf_set_lines(config, 1, -1, false, { "check.length = { min = 1, max = 900 }" })
wait("no limit", function()
  return not find(note, "word-count") and #vim.diagnostic.get(config) == 0
end)

-- The other questions that an editor asks.
vim.cmd("buffer " .. note)
local about = { textDocument = vim.lsp.util.make_text_document_params(note), position = { line = 0, character = 3 } }
for _, method in ipairs({ "hover", "documentSymbol", "foldingRange" }) do
  local answers = vim.lsp.buf_request_sync(note, "textDocument/" .. method, about, 60000)
  for _, answer in pairs(answers or fail(method)) do
    if answer.err or vim.tbl_isempty(answer.result or {}) then
      fail(method .. ": " .. vim.inspect(answer))
    end
  end
end
vim.cmd("write")
vim.cmd("qall!")
