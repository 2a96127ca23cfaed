const PROVIDERS = /^\/v1\/providers(\/|$)/;
const SECRET_FIELDS = ['api_key', 'access_key', 'api_key_enc', 'access_key_enc'];

/**
 * An answer about model providers without their keys: the original tells them in clear text where it has no encryption
 * key of its own. Other answers pass untouched.
 */
export async function hideProviderKeys(path: string, response: Response): Promise<Response> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  if (!PROVIDERS.test(path) || !isJson) return response;
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  const text = await response.text();
  return new Response(withoutKeys(text), { status: response.status, headers });
}

function withoutKeys(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (name, value: unknown) => (SECRET_FIELDS.includes(name) ? null : value));
  } catch {
    return text;
  }
}
