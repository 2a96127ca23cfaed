import type { CertificateFacts } from '#server/proxy/peer-certificate.ts';

/** What is looked at, in this order: each needs those before it. */
export type CheckId =
  | 'name'
  | 'port'
  | 'tls'
  | 'address'
  | 'password'
  | 'client'
  | 'models'
  | 'streaming'
  | 'background'
  | 'traces'
  | 'clock';

/** What one look found. `cause` names a finding for programs; `next` is what a person does about it. */
export interface CheckResult {
  id: CheckId;
  state: 'ok' | 'warning' | 'failed' | 'skipped';
  cause: string;
  message: string;
  next?: string;
  /** What was not trusted. */
  certificate?: CertificateFacts;
  ms: number;
}

/** A finding before it is known which check made it and how long that took. */
export type Finding = Omit<CheckResult, 'id' | 'ms'>;

export function fine(message: string): Finding {
  return { state: 'ok', cause: 'ok', message };
}

export function warn(cause: string, message: string, next: string): Finding {
  return { state: 'warning', cause, message, next };
}

export function fail(cause: string, message: string, next: string): Finding {
  return { state: 'failed', cause, message, next };
}

export function skip(message: string): Finding {
  return { state: 'skipped', cause: 'not-tried', message };
}
