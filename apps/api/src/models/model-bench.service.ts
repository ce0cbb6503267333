import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { hash } from 'node:crypto';
import { Turnstile } from '../http/turnstile';
import { MODEL_JOBS, type ModelJobName, type ModelJobs } from './model-jobs';
import { type ModelRunner, ModelThread } from './model-thread';

/** Injection token of the process's {@link ModelRunner}. */
export const MODEL_RUNNER = Symbol('MODEL_RUNNER');

const MAY_WAIT = 16;
const KEPT_CHARACTERS = 64 * 1_048_576;

/** Code that is run from its sources has no thread for it: jobs run where they are asked for. */
export function openModelRunner(): ModelRunner {
  return __filename.endsWith('.ts') ? new SameThread() : new ModelThread();
}

class SameThread implements ModelRunner {
  async run<N extends ModelJobName>(
    name: N,
    ...args: Parameters<ModelJobs[N]>
  ): Promise<ReturnType<ModelJobs[N]>> {
    const job = MODEL_JOBS[name] as (...given: Parameters<ModelJobs[N]>) => ReturnType<ModelJobs[N]>;
    return job(...args);
  }

  async stop(): Promise<void> {
    // Nothing runs beside the caller.
  }
}

/**
 * Work on models, one piece at a time, beside what serves requests; the same file and question are answered from memory.
 * Throws `SERVER.BUSY` when too many wait, and what the jobs throw.
 */
@Injectable()
export class ModelBench implements OnApplicationShutdown {
  private readonly turnstile = new Turnstile(1, MAY_WAIT);
  /** Answers as JSON, least recently asked first. */
  private readonly known = new Map<string, string>();
  private characters = 0;

  constructor(@Inject(MODEL_RUNNER) private readonly runner: ModelRunner) {}

  async onApplicationShutdown(): Promise<void> {
    await this.runner.stop();
  }

  /** `file` gives the model's bytes and is asked only when the answer is not known. */
  async ask<N extends ModelJobName>(
    name: N,
    file: () => Promise<Uint8Array>,
    modelHash: string,
    ...args: Rest<Parameters<ModelJobs[N]>>
  ): Promise<ReturnType<ModelJobs[N]>> {
    const key = hash('sha256', JSON.stringify([name, modelHash, args]));
    const known = this.known.get(key);
    if (known !== undefined) {
      this.known.delete(key);
      this.known.set(key, known);
      return JSON.parse(known) as ReturnType<ModelJobs[N]>;
    }
    const bytes = await file();
    const answer = await this.turnstile.pass(() =>
      this.runner.run(name, ...([bytes, ...args] as unknown as Parameters<ModelJobs[N]>)),
    );
    this.remember(key, JSON.stringify(answer));
    return answer;
  }

  private remember(key: string, text: string): void {
    this.known.set(key, text);
    this.characters += text.length;
    for (const [oldest, { length }] of this.known) {
      if (this.characters <= KEPT_CHARACTERS) return;
      this.known.delete(oldest);
      this.characters -= length;
    }
  }
}

type Rest<T extends readonly unknown[]> = T extends readonly [unknown, ...infer R] ? R : never;
