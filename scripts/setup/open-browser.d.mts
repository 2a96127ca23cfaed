export function openBrowser(url: string): void;
