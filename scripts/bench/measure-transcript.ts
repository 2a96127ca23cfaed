import { startAde } from '#e2e/start-ade.ts';
import type { Figure } from './figure.ts';
import { measureGrowingRow } from './measure-growing-row.ts';
import { measureMarkdown } from './measure-markdown.ts';
import { measureOpening } from './measure-opening.ts';
import { measureToolReturn } from './measure-tool-return.ts';
import { startLongLetta } from './start-long-letta.ts';

/** How the page of an agent bears long histories, fast streams and large messages. */
export async function measureTranscript(): Promise<Figure[]> {
  const letta = await startLongLetta();
  const ade = await startAde({ env: { LETTA_BASE_URL: letta.url } });
  try {
    const bench = { letta, adeUrl: ade.url };
    return [
      ...(await measureOpening(bench)),
      ...(await measureGrowingRow(bench)),
      ...(await measureMarkdown(bench)),
      ...(await measureToolReturn(bench)),
    ];
  } finally {
    await ade.dispose();
    await letta.close();
  }
}
