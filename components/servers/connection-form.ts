import type { ServerColor, ServerInput, ServerRecord } from '#lib/letta/servers.ts';

/** What the dialog of a connection holds while it is open. What is empty is not set. */
export interface ConnectionForm {
  name: string;
  url: string;
  key: string;
  project: string;
  actingUser: string;
  keyHeader: '' | 'password';
  color: '' | ServerColor;
  certificate: string;
  /** The key may go to this address unencrypted. */
  plainHttp: boolean;
}

/** The form of a connection as it is saved; its key never comes back. */
export function formOf(server: ServerRecord | null): ConnectionForm {
  return {
    name: server?.name ?? '',
    url: server?.url ?? '',
    key: '',
    project: server?.project ?? '',
    actingUser: server?.actingUser ?? '',
    keyHeader: server?.keyHeader ?? '',
    color: server?.color ?? '',
    certificate: server?.certificate ?? '',
    plainHttp: false,
  };
}

/** What was decided about an address, such as which certificate to trust, goes with its origin. */
export function changeForm(form: ConnectionForm, change: Partial<ConnectionForm>): ConnectionForm {
  const moves = change.url !== undefined && originOf(change.url) !== originOf(form.url);
  return { ...form, ...(moves ? { certificate: '', plainHttp: false } : {}), ...change };
}

/** What is sent to save the form. */
export function toInput({ name, color, ...form }: ConnectionForm): ServerInput {
  return { name: name.trim(), color: color || null, ...toTestInput({ name, color, ...form }) };
}

/** What is sent to try the form. */
export function toTestInput(form: ConnectionForm): Omit<ServerInput, 'name' | 'color'> {
  return {
    url: form.url.trim(),
    ...(form.key ? { key: form.key } : {}),
    project: form.project.trim() || null,
    actingUser: form.actingUser.trim() || null,
    keyHeader: form.keyHeader || null,
    certificate: form.certificate || null,
    ...(form.plainHttp ? { plainHttp: true } : {}),
  };
}

function originOf(url: string): string | undefined {
  return URL.parse(url.trim())?.origin;
}
