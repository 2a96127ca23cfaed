/** The variables of our own environment whose names are allowed, for a process we start. */
export function pickEnv(isAllowed: (name: string) => boolean): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of Object.keys(env)) if (!isAllowed(name)) delete env[name];
  return env;
}
