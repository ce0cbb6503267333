import { alertRuleTemplateSchema } from '@fettle/contracts';
import { assetTypeById, DOMAIN_PACKS, packById, packOfAssetType, signalByName } from './registry';

const types = DOMAIN_PACKS.flatMap((pack) => pack.assetTypes);

describe('registry', () => {
  it('every asset type is found by its id and belongs to the pack that its id names', () => {
    for (const pack of DOMAIN_PACKS) {
      expect(packById(pack.id)).toBe(pack);
      for (const type of pack.assetTypes) {
        expect(type.id).toMatch(new RegExp(`^${pack.id}\\.[a-z][a-z0-9_]*$`));
        expect(assetTypeById(type.id)).toBe(type);
        expect(packOfAssetType(type.id)).toBe(pack);
      }
    }
    expect(assetTypeById('rail.boat')).toBeUndefined();
    expect(packOfAssetType('rail.boat')).toBeUndefined();
  });
});

describe.each(types.map((type) => [type.id, type] as const))('declaration of %s', (id, type) => {
  it('signal ids are 1..1023 and, like names, unique', () => {
    const ids = type.signals.map((signal) => signal.id);
    expect(ids.every((n) => Number.isInteger(n) && n >= 1 && n <= 1023)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    const names = type.signals.map((signal) => signal.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^[a-z][a-z0-9_]*$/.test(name))).toBe(true);
  });

  it('every range holds an exactly representable count of steps', () => {
    for (const { min, max, exponent } of type.signals) {
      expect(min).toBeLessThan(max);
      expect(Math.max(Math.abs(min), Math.abs(max)) * 10 ** -exponent).toBeLessThanOrEqual(
        Number.MAX_SAFE_INTEGER * 1.2,
      );
    }
  });

  it('signals, indicators and rules name only what is declared', () => {
    const components = new Set(type.components.map((component) => component.id));
    expect(components.size).toBe(type.components.length);
    for (const { component } of type.signals)
      if (component !== undefined) expect(components).toContain(component);
    for (const { indicators } of type.components.flatMap((component) => component.failureModes)) {
      expect(indicators.length).toBeGreaterThan(0);
      for (const { signal, adjustFor, weight } of indicators) {
        expect(weight).toBeGreaterThan(0);
        for (const name of [signal, ...(adjustFor ?? [])]) expect(signalByName(id, name)).toBeDefined();
      }
    }
    for (const { condition } of type.defaultRules) {
      if (condition.kind === 'window') expect(signalByName(id, condition.signal)).toBeDefined();
    }
  });

  it('thresholds of indicators lie in range, and log scales are positive', () => {
    for (const indicator of type.components
      .flatMap((c) => c.failureModes)
      .flatMap((mode) => mode.indicators)) {
      const signal = signalByName(id, indicator.signal)!;
      expect(indicator.healthy).not.toBe(indicator.failed);
      for (const value of [indicator.healthy, indicator.failed]) {
        expect(value).toBeGreaterThanOrEqual(signal.min);
        expect(value).toBeLessThanOrEqual(signal.max);
        if (indicator.scale === 'log') expect(value).toBeGreaterThan(0);
      }
    }
  });

  it('default rules are valid rules, named apart, that recover on the healthy side', () => {
    const names = type.defaultRules.map((rule) => rule.name);
    expect(new Set(names).size).toBe(names.length);
    for (const rule of type.defaultRules) {
      expect(alertRuleTemplateSchema.parse(rule)).toEqual(rule);
      const { comparison, threshold, recovery } = rule.condition;
      expect(Math.sign(threshold - recovery!)).toBe(comparison.startsWith('>') ? 1 : -1);
    }
  });
});
