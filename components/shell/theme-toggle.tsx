'use client';

import { Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu } from '#components/ui/menu.tsx';

const themes = [
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
  { id: 'system', label: 'System' },
];

export function ThemeToggle() {
  const { theme, setTheme } = useTheme();
  return (
    <Menu
      label="Theme"
      align="end"
      items={themes.map(({ id, label }) => ({ id, label, checked: theme === id, onSelect: () => setTheme(id) }))}
      trigger={(props) => (
        <IconButton
          {...props}
          label="Theme"
          icon={
            <>
              <Sun className="dark:hidden" />
              <Moon className="hidden dark:block" />
            </>
          }
        />
      )}
    />
  );
}
