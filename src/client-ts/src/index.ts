import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type { components, paths, operations } from './schema.js';
export type Schemas = components['schemas'];
export type IndicatorApi = Client<paths, 'application/json'>;

/** The server did not do what it was asked to, and says why. */
export class ProblemError extends Error {
  constructor(readonly status: number, readonly problem: Schemas['Problem'] | null) {
    super(problem ? `${status} ${problem.code}: ${problem.detail}` : `${status}`);
  }
}

export interface Options {
  /** A key of the server; none where reading is open to anyone. */
  key?: string;
  /** How often a read, or a write under an Idempotency-Key, is sent at most; 4 unless said. */
  attempts?: number;
  fetch?: typeof fetch;
}

const away = new Set([408, 429, 502, 503, 504]);

/** A typed fetch of every operation. Answers that are none are thrown as ProblemError; 304 is an answer without data. */
export function indicatorApi(server: string, { key, attempts = 4, fetch: send = fetch }: Options = {}): IndicatorApi {
  const client = createClient<paths, 'application/json'>({
    baseUrl: server.replace(/\/$/, ''),
    headers: key ? { 'X-Api-Key': key } : {},
    fetch: request => persist(request, attempts, send),
  });
  const refuse: Middleware = {
    async onResponse({ response }) {
      if (response.ok || response.status === 304) return;
      const text = await response.text();
      let problem: Schemas['Problem'] | null = null;
      try { problem = JSON.parse(text); } catch { /* what stands before the server has words of its own */ }
      throw new ProblemError(response.status, problem);
    },
  };
  client.use(refuse);
  return client;
}

// What may have been done is sent again only where that does no harm.
async function persist(request: Request, attempts: number, send: typeof fetch): Promise<Response> {
  const mayRepeat = request.method === 'GET' || request.method === 'HEAD' || request.headers.has('Idempotency-Key');
  for (let attempt = 1; ; attempt++) {
    const isLast = !mayRepeat || attempt >= attempts;
    let answer: Response | null = null;
    try {
      answer = await send(isLast ? request : request.clone());
      if (isLast || !away.has(answer.status)) return answer;
    } catch (error) {
      if (isLast || request.signal.aborted) throw error;
    }
    const wished = Number(answer?.headers.get('Retry-After') ?? 0) * 1000;
    await answer?.body?.cancel();
    await new Promise(done => setTimeout(done, Math.max(wished, 200 * 2 ** attempt * (0.5 + Math.random()))));
  }
}

type Page<T> = { items: T[]; nextCursor?: string | null };

/** Everything in a list: read gives the page of a cursor. */
export async function* all<T>(read: (cursor?: string) => Promise<{ data?: Page<T> }>): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const { data } = await read(cursor);
    yield* data!.items;
    cursor = data!.nextCursor ?? undefined;
  } while (cursor);
}

type Changes = { items: unknown[]; nextCursor: string; hasMore: boolean };

/**
 * Follows changes: read gives the page after a cursor. Keep nextCursor once a page is stored, and begin with it the next time.
 * With wait (seconds, up to 30) it goes on for ever; without it ends when there is no more just now.
 */
export async function* follow<P extends Changes>(
  read: (after: string | undefined, wait: number | undefined) => Promise<{ data?: P }>, after?: string, wait?: number,
): AsyncGenerator<P> {
  for (let waits: number | undefined; ;) {
    const { data } = await read(after, waits);
    if (data!.items.length > 0 || data!.nextCursor !== after) yield data!;
    after = data!.nextCursor;
    if (data!.hasMore) continue;
    if (wait === undefined) return;
    waits = wait;
  }
}
