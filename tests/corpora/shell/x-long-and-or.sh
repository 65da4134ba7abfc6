true && true && true && false || false || true && echo end
false || false || false || echo last
