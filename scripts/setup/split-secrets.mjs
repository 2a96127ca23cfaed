const SECRET_NAMES = ['LETTA_API_KEY', 'OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'ADE_PASSWORD', 'LETTA_SERVER_PASSWORD'];

/**
 * Takes the keys out of an environment. The server gets them as one line on its standard input, so that
 * neither its own environment nor that of a Python tool it starts holds one.
 */
export function splitSecrets(source) {
  const env = { ...source, ADE_SECRETS: 'stdin' };
  const secrets = {};
  for (const name of SECRET_NAMES) {
    if (env[name]) secrets[name] = env[name];
    delete env[name];
  }
  return { env, secretsLine: `${JSON.stringify(secrets)}\n` };
}
