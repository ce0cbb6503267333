import { Injectable } from '@nestjs/common';

type Listener = (tokenHash: Buffer) => void;

/** Tells, within this process, that a session was signed out, so that its live connections end at once. */
@Injectable()
export class SessionEnded {
  private readonly listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  tell(tokenHash: Buffer): void {
    for (const listener of this.listeners) listener(tokenHash);
  }
}
