export function serverCommand(root: string): {
  args: string[];
  env: { NODE_ENV: 'production'; NEXT_TELEMETRY_DISABLED: string; NODE_COMPILE_CACHE: string };
};
