import * as fc from 'fast-check';
import { OrderedAcks } from './ordered-acks';

describe('ordered acknowledgements', () => {
  it('leave in the order of arrival, each once, whatever order the work ends in', () => {
    const order = fc.uniqueArray(fc.nat(30), { maxLength: 31 });
    fc.assert(
      fc.property(order, (ends) => {
        const sent: number[] = [];
        const acks = new OrderedAcks((id) => sent.push(id));
        const arrivals = [...ends].sort((a, b) => a - b);
        const done = new Map(arrivals.map((id) => [id, acks.expect(id)]));
        for (const id of ends) done.get(id)!();
        expect(sent).toEqual(arrivals);
      }),
    );
  });

  it('nothing is acknowledged before those that came earlier', () => {
    const sent: number[] = [];
    const acks = new OrderedAcks((id) => sent.push(id));
    const [first, second] = [acks.expect(1), acks.expect(2)];
    second();
    expect(sent).toEqual([]);
    first();
    expect(sent).toEqual([1, 2]);
  });
});
