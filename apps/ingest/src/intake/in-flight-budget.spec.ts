import { InFlightBudget } from './in-flight-budget';

describe('in-flight budget', () => {
  it('a tenant that fills its share stops itself and nobody else', () => {
    const budget = new InFlightBudget({ totalBytes: 100, tenantBytes: 40 });
    budget.enter('a', 40);
    expect([budget.isFull('a'), budget.isFull('b')]).toEqual([true, false]);
    budget.leave('a', 40);
    expect([budget.isFull('a'), budget.bytes, budget.count]).toEqual([false, 0, 0]);
  });

  it('a full total stops everyone', () => {
    const budget = new InFlightBudget({ totalBytes: 60, tenantBytes: 40 });
    budget.enter('a', 35);
    budget.enter('b', 30);
    expect(budget.isFull('c')).toBe(true);
  });
});
