import { Home, Keyboard, LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { openCommands } from '#components/ui/command-store.ts';
import { useCommands } from '#components/ui/use-commands.ts';
import { routes } from '#lib/routes.ts';
import { hasSession } from './log-out.ts';

/** What can be done on every page. */
export function useShellCommands() {
  const router = useRouter();
  const { setTheme } = useTheme();
  useCommands([
    {
      id: 'shell.menu',
      label: 'Open command menu',
      group: 'General',
      shortcut: '$mod+k',
      menuHidden: true,
      run: () => openCommands('menu'),
    },
    {
      id: 'shell.shortcuts',
      label: 'Show keyboard shortcuts',
      group: 'General',
      shortcut: 'Shift+?',
      icon: <Keyboard />,
      run: () => openCommands('shortcuts'),
    },
    { id: 'shell.home', label: 'Go to start', group: 'General', icon: <Home />, run: () => router.push(routes.home()) },
    {
      id: 'shell.settings',
      label: 'Open settings',
      group: 'General',
      icon: <Settings />,
      keywords: ['preferences'],
      run: () => router.push(routes.settings()),
    },
    ...(hasSession()
      ? [
          {
            id: 'shell.logout',
            label: 'Log out',
            group: 'General',
            icon: <LogOut />,
            run: () => openCommands('logout'),
          },
        ]
      : []),
    { id: 'shell.light', label: 'Light theme', group: 'Theme', icon: <Sun />, run: () => setTheme('light') },
    { id: 'shell.dark', label: 'Dark theme', group: 'Theme', icon: <Moon />, run: () => setTheme('dark') },
    { id: 'shell.system', label: 'System theme', group: 'Theme', icon: <Monitor />, run: () => setTheme('system') },
  ]);
}
