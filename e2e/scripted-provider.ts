import { type ChatCompletionRequest, type FixtureResponse, LLMock } from '@copilotkit/aimock';

/** What the scripted model does when it is asked the n-th time within one turn. */
export interface ScriptedStep {
  reasoning?: string;
  text?: string;
  tools?: { name: string; arguments: Record<string, unknown> }[];
  /** Answers with an HTTP error instead. The caller's own retries get it again. */
  error?: { status: number; message: string; retryAfter?: number };
  usage?: { prompt: number; completion: number };
  /** The answer begins only when this promise is fulfilled: a model that thinks until the test lets it speak. */
  until?: Promise<unknown>;
  /** Milliseconds to the first token, then tokens per second; without them everything comes at once. */
  firstTokenMs?: number;
  tokensPerSecond?: number;
  /** Characters per token. */
  tokenSize?: number;
  /** Cuts the connection after this many tokens. */
  cutAfterTokens?: number;
}

/** An OpenAI-compatible endpoint on loopback that answers by script. */
export interface ScriptedProvider {
  /** For OPENAI_BASE_URL. */
  readonly url: string;
  /** The one model it lists. */
  readonly model: string;
  /** Whenever the last user message contains this text, the turn goes through these steps. The newest script wins. */
  script(userMessage: string, steps: readonly ScriptedStep[]): void;
  /** The bodies of all chat requests since the last reset, oldest first. */
  requests(): ChatCompletionRequest[];
  /** Forgets scripts and requests. */
  reset(): void;
  stop(): Promise<void>;
}

const MODEL = 'scripted-1';
// As many as the models have that the embedded server lists for an OpenAI endpoint.
const EMBEDDING_SIZE = 1536;

export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const mock = new LLMock({ host: '127.0.0.1', port: 0, latency: 0, logLevel: 'silent' });
  addDefaults(mock);
  const url = await mock.start();
  return {
    url: `${url}/v1`,
    model: MODEL,
    script: (userMessage, steps) => {
      for (const [index, step] of steps.entries()) addStep(mock, { userMessage, index, step });
    },
    requests: () =>
      mock
        .getRequests()
        .filter(({ path }) => path.endsWith('/chat/completions'))
        .map(({ body }) => body as ChatCompletionRequest),
    reset: () => {
      mock.reset();
      addDefaults(mock);
    },
    stop: () => mock.stop(),
  };
}

/** The model is listed through the fixtures that name it; a request without a script fails with a sentence. */
function addDefaults(mock: LLMock): void {
  mock.onEmbedding(/[\s\S]*/, ({ embeddingInput }) => ({ embedding: embedWords(embeddingInput ?? '') }));
  mock.on({ model: MODEL, endpoint: 'chat' }, (request) => ({
    status: 400,
    error: { type: 'invalid_request_error', message: `No script fits step ${stepOf(request) + 1} of this turn.` },
  }));
}

/** Texts that share words get similar vectors, so that a search finds what one expects. */
function embedWords(text: string): number[] {
  const embedding = new Array<number>(EMBEDDING_SIZE).fill(0);
  for (const word of text.toLowerCase().match(/\w+/g) ?? []) {
    const hash = [...word].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
    embedding[hash % EMBEDDING_SIZE] = (embedding[hash % EMBEDDING_SIZE] ?? 0) + 1;
  }
  return embedding;
}

interface StepOptions {
  userMessage: string;
  index: number;
  step: ScriptedStep;
}

function addStep(mock: LLMock, { userMessage, index, step }: StepOptions): void {
  mock.prependFixture({
    match: { userMessage, model: MODEL, predicate: (request) => stepOf(request) === index },
    response: async () => {
      await step.until;
      return toResponse(step);
    },
    chunkSize: step.tokenSize ?? 4,
    streamingProfile: {
      ...(step.firstTokenMs === undefined ? {} : { ttft: step.firstTokenMs }),
      ...(step.tokensPerSecond === undefined ? {} : { tps: step.tokensPerSecond }),
    },
    ...(step.cutAfterTokens === undefined ? {} : { truncateAfterChunks: step.cutAfterTokens }),
  });
}

/** How often the model has answered already since the last user message. */
function stepOf({ messages }: ChatCompletionRequest): number {
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  return messages.slice(lastUser + 1).filter(({ role }) => role === 'assistant').length;
}

function toResponse({ reasoning, text, tools, error, usage }: ScriptedStep): FixtureResponse {
  if (error) {
    const { status, message, retryAfter } = error;
    return { status, error: { message, type: 'scripted_error' }, ...(retryAfter === undefined ? {} : { retryAfter }) };
  }
  const { prompt, completion } = usage ?? { prompt: 100, completion: 20 };
  const extras = {
    ...(reasoning === undefined ? {} : { reasoning }),
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  };
  const toolCalls = tools?.map((tool) => ({ name: tool.name, arguments: JSON.stringify(tool.arguments) }));
  if (!toolCalls) return { content: text ?? '', ...extras };
  return text === undefined ? { toolCalls, ...extras } : { content: text, toolCalls, ...extras };
}
