import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '#server/log.ts';
import { registerSecret } from '#server/redact.ts';
import { openJsonFile } from './json-file.ts';

/** A key or password and the origin (`https://host:port`) it was given for; it is never sent to another one. */
export interface Secret {
  origin: string;
  key: string;
}

/** Keys by server id. One interface, so that a keychain or an encrypted file can take the place of the plain one. */
export interface SecretStore {
  get(id: string): Secret | undefined;
  set(id: string, secret: Secret): Promise<void>;
  delete(id: string): Promise<void>;
}

const fileSchema = z.object({
  version: z.literal(1),
  secrets: z.record(z.string(), z.object({ origin: z.string(), key: z.string() })),
});

/** Opens `secrets.json` (readable by its owner only, not encrypted) in the data folder. Every key in it is hidden from logs. */
export async function openSecretStore(folder: string, log: Log): Promise<SecretStore> {
  const file = await openJsonFile<z.infer<typeof fileSchema>>({
    path: join(folder, 'secrets.json'),
    schema: fileSchema,
    fallback: { version: 1, secrets: {} },
    keepsBackup: false,
    log,
  });
  for (const { key } of Object.values(file.read().secrets)) registerSecret(key);
  return {
    get: (id) => {
      const { secrets } = file.read();
      return Object.hasOwn(secrets, id) ? secrets[id] : undefined;
    },
    set: async (id, secret) => {
      registerSecret(secret.key);
      await file.update((value) => ({
        value: { ...value, secrets: { ...value.secrets, [id]: secret } },
        result: undefined,
      }));
    },
    delete: async (id) => {
      await file.update((value) => {
        if (!Object.hasOwn(value.secrets, id)) return { value, result: undefined };
        const { [id]: _removed, ...secrets } = value.secrets;
        return { value: { ...value, secrets }, result: undefined };
      });
    },
  };
}
