/** What a user's script would do: fetch with a bearer token. */
export interface ApiReply<T> {
  readonly status: number;
  readonly body: T;
}

export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly token: string | null = null,
  ) {}

  /** Signs in and returns a client that is signed in. */
  async signIn(email: string, password: string): Promise<ApiClient> {
    const { status, body } = await this.send<{ token: string }>('POST', '/api/v1/sessions', {
      email,
      password,
    });
    if (status >= 300) throw new Error(`sign-in answered ${status}: ${JSON.stringify(body)}`);
    return new ApiClient(this.url, body.token);
  }

  /** The signed-in client's bearer token. */
  get bearer(): string {
    if (this.token === null) throw new Error('not signed in');
    return this.token;
  }

  async send<T>(method: string, path: string, body?: unknown): Promise<ApiReply<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : parse(text)) as T };
  }

  /** Keeps a model package, under the id that is given back. */
  async uploadPackage(bytes: Buffer): Promise<string> {
    const headers = { authorization: `Bearer ${this.bearer}`, 'content-type': 'application/octet-stream' };
    const body = new Uint8Array(bytes);
    const response = await fetch(`${this.url}/api/v1/models/packages`, { method: 'POST', headers, body });
    const text = await response.text();
    if (response.status !== 201) throw new Error(`the package was answered ${response.status}: ${text}`);
    return (JSON.parse(text) as { id: string }).id;
  }

  /** GET that must succeed. */
  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.send<T>('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Every item of a paged list. */
  async list<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const join = path.includes('?') ? '&' : '?';
      const page: { items: T[]; nextCursor: string | null } = await this.get(
        cursor === '' ? path : `${path}${join}cursor=${encodeURIComponent(cursor)}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
