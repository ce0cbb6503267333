import type { Subscription } from './port';

/** What a log has open; closing one twice is harmless, closing the log closes them all. */
export class SubscriptionSet {
  private readonly open = new Set<Subscription>();

  add(close: () => Promise<void>): Subscription {
    let closed: Promise<void> | undefined;
    const subscription: Subscription = {
      close: () => {
        closed ??= close().finally(() => this.open.delete(subscription));
        return closed;
      },
    };
    this.open.add(subscription);
    return subscription;
  }

  async close(): Promise<void> {
    await Promise.all([...this.open].map((subscription) => subscription.close()));
  }
}
