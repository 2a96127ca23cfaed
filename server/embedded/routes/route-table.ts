import type { Hono } from 'hono';

/** One route of the server: its method, and its path with `{name}` for what is variable. */
export interface Route {
  method: string;
  path: string;
}

/** The routes of an app, each once. */
export function routesOf(app: Hono): Route[] {
  const routes = new Map<string, Route>();
  for (const { method, path } of app.routes) {
    if (method === 'ALL') continue;
    const spelled = path.replace(/:(\w+)/g, '{$1}');
    routes.set(`${method} ${spelled}`, { method, path: spelled });
  }
  return [...routes.values()];
}

/** The methods that a path under `/v1` or `/latest` has. */
export function methodsOf(app: Hono, pathname: string): string[] {
  const path = underVersion(pathname);
  if (path === null) return [];
  return routesOf(app)
    .filter((route) => matches(route.path, path))
    .map((route) => route.method);
}

/** The same path with or without its closing slash, relative to it, if only that one is a route. */
export function otherSpelling(app: Hono, method: string, pathname: string): string | null {
  const last = pathname.split('/').filter(Boolean).at(-1) ?? '';
  const other = pathname.endsWith('/') ? pathname.slice(0, -1) : `${pathname}/`;
  if (!methodsOf(app, other).includes(method)) return null;
  return pathname.endsWith('/') ? `../${last}` : `${last}/`;
}

function underVersion(pathname: string): string | null {
  return /^\/(?:v1|latest)(\/.*)$/.exec(pathname)?.[1] ?? null;
}

function matches(route: string, path: string): boolean {
  const parts = route.split('/');
  const given = path.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, index) => (part.startsWith('{') ? given[index] !== '' : part === given[index]))
  );
}
