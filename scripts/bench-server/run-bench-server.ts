import { startAde } from '#e2e/start-ade.ts';
import { startBenchModel } from './bench-model.ts';
import { measureGrowth } from './measure-growth.ts';
import { measureRequests } from './measure-requests.ts';
import { measureStart } from './measure-start.ts';
import { measureStreams } from './measure-streams.ts';
import { printServerFigure, type ServerFigure } from './server-figure.ts';
import { createTimedClient } from './timed-client.ts';

/**
 * Measures the embedded server alone, behind its gate, with the work the real server was measured with. The last line
 * is the verdict. Some of it: npm run bench:server -- growth
 */
async function runBenchServer(names: readonly string[]): Promise<void> {
  const isWanted = (name: string) => names.length === 0 || names.includes(name);
  let over = 0;
  const print = (figures: ServerFigure[]) => {
    for (const figure of figures) over += printServerFigure(figure) ? 0 : 1;
  };
  if (isWanted('start')) print(await measureStart());
  const model = await startBenchModel();
  const env = { OPENAI_API_KEY: 'sk-bench-server', OPENAI_BASE_URL: model.url };
  const server = await startAde({ args: ['--embedded-only'], env });
  const client = createTimedClient(server.url);
  try {
    if (isWanted('requests')) print(await measureRequests(client.send));
    if (isWanted('streams')) print(await measureStreams(client.send));
    if (isWanted('growth')) print(await measureGrowth(server, client.send));
  } finally {
    client.close();
    await server.dispose();
    await model.close();
  }
  console.log(over === 0 ? 'bench:server: all within budget' : `bench:server: ${over} over budget`);
  process.exitCode = over === 0 ? 0 : 1;
}

await runBenchServer(process.argv.slice(2));
