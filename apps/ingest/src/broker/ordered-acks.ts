/**
 * Acknowledges in the order of arrival (MQTT 5, 4.6), whatever order the work ends in. For one connection: packet ids mean
 * something only on the connection they came on.
 */
export class OrderedAcks {
  private readonly waiting: { readonly id: number; done: boolean }[] = [];

  constructor(private readonly send: (id: number) => void) {}

  /** To be called on arrival; the result when the message may be acknowledged. */
  expect(id: number): () => void {
    const entry = { id, done: false };
    this.waiting.push(entry);
    return () => {
      entry.done = true;
      this.flush();
    };
  }

  private flush(): void {
    let ready = 0;
    while (this.waiting[ready]?.done) this.send(this.waiting[ready++]!.id);
    if (ready > 0) this.waiting.splice(0, ready);
  }
}
