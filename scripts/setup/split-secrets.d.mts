export function splitSecrets(source: NodeJS.ProcessEnv): { env: NodeJS.ProcessEnv; secretsLine: string };
