import type { ReactNode } from 'react';

export type MenuAction = {
  id: string;
  label: string;
  /** A second, quieter line. */
  note?: ReactNode;
  icon?: ReactNode;
  /** As tinykeys writes it; shown only, the shortcut itself is registered with useCommands. */
  shortcut?: string;
  /** Makes it a choice with a check mark. */
  checked?: boolean;
  danger?: boolean;
  /** Off, and the reason why. */
  disabledReason?: string | undefined;
  onSelect: () => void;
};

export type MenuItem = MenuAction | { id: string; separator: true } | { id: string; heading: string };
