export function ensureBuilt(options: { root: string; node: string }): Promise<void>;
