import { ensureBuilt } from '#scripts/setup/ensure-built.mjs';

/** The journeys run on the production build of the code as it is now. */
export default async function globalSetup(): Promise<void> {
  await ensureBuilt({ root: process.cwd(), node: process.execPath });
}
