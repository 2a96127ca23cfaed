import { parentPort } from 'node:worker_threads';
import { createLocalHost } from './matrix-host.ts';
import type { MatrixRequest } from './worker-host.ts';

const host = createLocalHost();

parentPort?.on('message', (request: MatrixRequest) => {
  const { archiveId } = request;
  switch (request.does) {
    case 'add':
      host.add(archiveId, request.dimension, request.batch);
      break;
    case 'remove':
      host.remove(archiveId, request.id);
      break;
    case 'forget':
      host.forget(archiveId);
      break;
    case 'search':
      void host.search(archiveId, request.search).then((ids) => parentPort?.postMessage({ call: request.call, ids }));
  }
});
