import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { guardedStorage } from './guarded-storage.ts';

/** Sizes in percent, by panel id. A collapsed panel keeps the size it will open to. */
export type PanelSizes = { sizes: Record<string, number>; collapsed: string[] };

export type Preferences = {
  /** By arrangement ('two' panels or 'three'). */
  panels: Record<string, PanelSizes>;
  openSections: Record<string, boolean>;
  /** How much a transcript shows of what happened. */
  density: Density;
};

export type Density = (typeof DENSITIES)[number];

export const DENSITIES = ['simple', 'detailed', 'raw'] as const;

const defaults: Preferences = { panels: {}, openSections: {}, density: 'detailed' };

/** What a person set once and expects to find again in this browser. */
export const usePreferences = create<Preferences>()(
  persist(() => defaults, {
    name: 'letta-ade-preferences',
    version: 1,
    storage: guardedStorage('localStorage'),
    merge: (saved, current) => ({ ...current, ...readPreferences(saved) }),
  }),
);

export function setSectionOpen(id: string, open: boolean) {
  usePreferences.setState((state) => ({ openSections: { ...state.openSections, [id]: open } }));
}

export function setDensity(density: Density) {
  usePreferences.setState({ density });
}

export function setPanelSizes(arrangement: string, panels: PanelSizes) {
  usePreferences.setState((state) => ({ panels: { ...state.panels, [arrangement]: panels } }));
}

function readPreferences(saved: unknown): Preferences {
  if (!isRecord(saved)) return defaults;
  return {
    panels: pick(saved['panels'], isPanelSizes),
    openSections: pick(saved['openSections'], (value) => typeof value === 'boolean'),
    density: DENSITIES.find((density) => density === saved['density']) ?? defaults.density,
  };
}

function isPanelSizes(value: unknown): value is PanelSizes {
  if (!isRecord(value) || !isRecord(value['sizes']) || !Array.isArray(value['collapsed'])) return false;
  const sizes = Object.values(value['sizes']);
  return (
    sizes.every((size) => typeof size === 'number' && size > 0 && size < 100) &&
    value['collapsed'].every((id) => typeof id === 'string')
  );
}

function pick<T>(saved: unknown, isValid: (value: unknown) => value is T): Record<string, T> {
  const kept: Record<string, T> = {};
  if (!isRecord(saved)) return kept;
  for (const [key, value] of Object.entries(saved)) if (isValid(value)) kept[key] = value;
  return kept;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
