import { Settings } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { routes } from '#lib/routes.ts';
import { CommandMenu } from './command-menu.tsx';
import { CommandMenuButton } from './command-menu-button.tsx';
import { ProductMark } from './product-mark.tsx';
import { SessionBanner } from './session-banner.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

type AppFrameProps = {
  serverSwitcher?: ReactNode;
  breadcrumb?: ReactNode;
  /** At the end of the bar, before the search: a connection status, a page's main action. */
  aside?: ReactNode;
  /** Below the bar: what a person should know wherever they are. */
  banner?: ReactNode;
  children: ReactNode;
};

/** The bar on every page, and the page below it, which scrolls by itself. */
export function AppFrame({ serverSwitcher, breadcrumb, aside, banner, children }: AppFrameProps) {
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#content"
        className="sr-only rounded-md bg-accent px-3 py-1.5 text-accent-contrast focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to content
      </a>
      <header className="flex h-11 shrink-0 items-center gap-1 border-border border-b bg-surface px-2">
        <Link
          href={routes.home()}
          prefetch={false}
          aria-label="Letta ADE, home"
          className="inline-flex size-8 shrink-0 items-center justify-center rounded-md hover:bg-hover"
        >
          <ProductMark className="size-5" />
        </Link>
        {serverSwitcher ? <div className="flex min-w-0 shrink items-center">{serverSwitcher}</div> : null}
        {breadcrumb ? (
          <nav aria-label="Breadcrumb" className="flex min-w-0 flex-1 items-center">
            {breadcrumb}
          </nav>
        ) : (
          <div className="flex-1" />
        )}
        {aside ? <div className="flex min-w-0 shrink items-center gap-1">{aside}</div> : null}
        <CommandMenuButton />
        <ThemeToggle />
        <Link
          href={routes.settings()}
          prefetch={false}
          aria-label="Settings"
          data-tooltip="Settings"
          className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
        >
          <Settings className="size-3.5" />
        </Link>
      </header>
      <SessionBanner />
      {banner}
      <main id="content" tabIndex={-1} className="relative min-h-0 flex-1 overflow-auto outline-none">
        {children}
      </main>
      <CommandMenu />
    </div>
  );
}
