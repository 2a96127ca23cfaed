import { toast } from './toast.ts';

/** Copies, and says whether it did. A browser without a clipboard for this page throws as one that forbids it does. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast.success('Copied');
  } catch {
    toast.error('The browser does not let this page copy.');
  }
}
