/**
 * Acknowledges in the order of arrival (MQTT 5, 4.6), whatever order the work ends in. Packet ids mean something only on
 * the connection they came on: `reset` forgets those of one that is gone, or an id used again for another message would
 * be acknowledged before that one is durable.
 */
export class OrderedAcks {
  private waiting: { readonly id: number; done: boolean }[] = [];

  constructor(private readonly send: (id: number) => void) {}

  /** To be called on arrival; the result when the message may be acknowledged. */
  expect(id: number): () => void {
    const entry = { id, done: false };
    const queue = this.waiting;
    queue.push(entry);
    return () => {
      entry.done = true;
      if (queue === this.waiting) this.flush();
    };
  }

  reset(): void {
    this.waiting = [];
  }

  private flush(): void {
    let ready = 0;
    while (this.waiting[ready]?.done) this.send(this.waiting[ready++]!.id);
    if (ready > 0) this.waiting.splice(0, ready);
  }
}
