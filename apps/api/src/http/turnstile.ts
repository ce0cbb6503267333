import { apiError } from './api-error-status';

/** Lets so many pieces of work run at once, and so many wait; refuses the rest. */
export class Turnstile {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly mayWait: number,
  ) {}

  /** Throws `SERVER.BUSY` (retryable) when too many wait. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  /** A turn is handed on, not given back, where somebody waits: so a newcomer cannot slip in between. */
  private async enter(): Promise<void> {
    if (this.running < this.atOnce) {
      this.running++;
      return;
    }
    if (this.waiting.length >= this.mayWait) {
      throw apiError('SERVER.BUSY', 'too many such requests at once', {
        retryable: true,
        details: { retryAfter: 5 },
      });
    }
    await new Promise<void>((done) => this.waiting.push(done));
  }
}
