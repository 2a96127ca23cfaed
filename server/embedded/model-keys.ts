/** Provider keys and addresses the embedded server may use. They arrive from the launcher and are never stored or logged. */
export interface ModelKeys {
  openaiApiKey?: string | undefined;
  openaiBaseUrl?: string | undefined;
  anthropicApiKey?: string | undefined;
  ollamaBaseUrl?: string | undefined;
  lmstudioBaseUrl?: string | undefined;
}
