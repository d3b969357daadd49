;; star-lint in Emacs 29 and later, or in an older one with the package eglot: put this into your init file.
(require 'eglot)

(add-to-list 'eglot-server-programs
             '((markdown-mode gfm-mode text-mode conf-toml-mode toml-ts-mode) . ("star-lint" "server")))

;; Profiles and other settings, for all notes.
(setq-default eglot-workspace-configuration
              '(:star-lint (:profiles [] :everyNote :json-false :hints "inlay")))

(add-hook 'markdown-mode-hook #'eglot-ensure)
(add-hook 'conf-toml-mode-hook #'eglot-ensure)
