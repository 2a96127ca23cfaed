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
 * is the verdict.
 */
async function runBenchServer(): Promise<void> {
  let over = 0;
  const print = (figures: ServerFigure[]) => {
    for (const figure of figures) over += printServerFigure(figure) ? 0 : 1;
  };
  print(await measureStart());
  const model = await startBenchModel();
  const env = { OPENAI_API_KEY: 'sk-bench-server', OPENAI_BASE_URL: model.url };
  const server = await startAde({ args: ['--embedded-only'], env });
  const client = createTimedClient(server.url);
  try {
    print(await measureRequests(client.send));
    print(await measureStreams(client.send));
    print(await measureGrowth(server, client.send));
  } finally {
    client.close();
    await server.dispose();
    await model.close();
  }
  console.log(over === 0 ? 'bench:server: all within budget' : `bench:server: ${over} over budget`);
  process.exitCode = over === 0 ? 0 : 1;
}

await runBenchServer();
