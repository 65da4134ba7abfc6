cat < /nonexistent/x 2>/dev/null || echo failed
(echo a > /nonexistent/x) 2>/dev/null || echo failed
