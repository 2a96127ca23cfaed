import { createHash } from 'node:crypto';

/** What the login page has to say beyond its form. */
export interface LoginPageParts {
  /** Where to go on to, already found to be a path of our own. */
  next: string;
  /** What went wrong with the last try. */
  problem?: string | undefined;
  /** Whether others on the network can read what is sent. */
  isReadable: boolean;
}

const STYLE = `
:root { color-scheme: light dark; --back: #f7f7f8; --surface: #fff; --line: #a3a5ab; --text: #1b1c20; --muted: #50525a;
  --accent: #5048c8; --danger: #b3261e; --danger-back: #fdf2f1; --calm-back: #f3f3f5; }
@media (prefers-color-scheme: dark) { :root { --back: #0f1012; --surface: #17181b; --line: #66686f; --text: #e9e9eb;
  --muted: #adafb5; --accent: #6f68e0; --danger: #ff8f85; --danger-back: #2c1a19; --calm-back: #1f2024; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1.5rem; background: var(--back);
  color: var(--text); font: 0.9375rem/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 22rem; }
svg { display: block; width: 2.5rem; height: 2.5rem; }
h1 { margin: 1rem 0 0.25rem; font-size: 1.375rem; line-height: 1.75rem; }
p { margin: 0; }
.lead, .calm { color: var(--muted); }
form { margin: 1.5rem 0; display: grid; gap: 0.5rem; }
label { font-weight: 500; }
input, button { width: 100%; min-height: 2.75rem; border-radius: 0.375rem; font: inherit; font-size: 1rem; }
input { border: 1px solid var(--line); padding: 0 0.75rem; background: var(--surface); color: var(--text); }
button { margin-top: 0.5rem; border: 0; background: #5048c8; color: #fff; font-weight: 500; cursor: pointer; }
button:hover { background: #443cb3; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.problem, .calm { padding: 0.625rem 0.75rem; border-radius: 0.375rem; font-size: 0.875rem; }
.problem { background: var(--danger-back); color: var(--danger); }
.calm { background: var(--calm-back); }
`;

const MARK =
  '<rect width="24" height="24" rx="6" fill="#5a52d6"/><g fill="#fff"><rect x="5" y="6" width="3" height="12" rx="1.5" opacity=".6"/>' +
  '<rect x="10" y="6" width="4" height="12" rx="2"/><rect x="16" y="6" width="3" height="12" rx="1.5" opacity=".6"/></g>';
const ICON = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${MARK}</svg>`)}`;

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** The policy of the login page: no script at all, this one style, and a form that posts to us. */
export const LOGIN_CSP = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page that asks for the password. It needs no script and loads nothing. */
export function loginPage({ next, problem, isReadable }: LoginPageParts): string {
  const alert = problem === undefined ? '' : `<p class="problem" id="problem" role="alert">${escapeHtml(problem)}</p>`;
  const describedBy = problem === undefined ? '' : ' aria-invalid="true" aria-describedby="problem"';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Log in · Letta ADE</title>
<link rel="icon" href="${ICON}">
<style>${STYLE}</style>
</head>
<body>
<main>
<svg viewBox="0 0 24 24" aria-hidden="true">${MARK}</svg>
<h1>Log in to Letta ADE</h1>
<p class="lead">The password is the one it was started with, in ADE_PASSWORD.</p>
<form method="post" action="/login">
<input type="hidden" name="next" value="${escapeHtml(next)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus${describedBy}>
${alert}
<button type="submit">Log in</button>
</form>
${isReadable ? '<p class="calm">This connection is not encrypted: others on the network can read the password. Put a reverse proxy with TLS in front of Letta ADE.</p>' : ''}
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
