import { type GivenInstallation, type InstallationStep, refusalOf, stepText } from './installation-watch';

const given: GivenInstallation = {
  device: { id: 'd', name: 'Pump board', tenantId: 't' },
  ...{ packageId: 'p', commandId: 'c', givenMs: 0, wholeBytes: 8_000 },
};
const step = (change: Partial<InstallationStep>): InstallationStep => ({
  ...{ command: 'done', commandReason: '', state: null, reason: '', offset: null },
  ...change,
});

describe('what is said of an installation', () => {
  it('each step is another line, the bytes with their share', () => {
    const lines = [
      step({ command: 'pending' }),
      step({ command: 'sent' }),
      step({}),
      step({ state: 'receiving', offset: 2_000 }),
      step({ state: 'verified', offset: 8_000 }),
      step({ state: 'trial' }),
    ].map((each) => stepText(each, given));
    expect(lines).toEqual([
      'Pump board has not been reached; it is told when it says hello',
      'told; it has not answered yet',
      'it asks for the first bytes',
      'receiving, 25 % (2000 of 8000 bytes)',
      'verified',
      'trial: it runs, and may still fall back',
    ]);
  });

  it('ends by name: refused by the device, fallen back, never reached; nothing else ends it', () => {
    const codes = [
      step({ command: 'refused', commandReason: 'no slots' }),
      step({ state: 'fell_back', reason: 'other numbers' }),
      step({ command: 'expired' }),
      step({ command: 'expired', state: 'receiving', offset: 1 }),
      step({ state: 'active' }),
    ].map((each) => refusalOf(each, 'Pump board'));
    expect(codes.map((error) => error && `${error.code}: ${error.message}`)).toEqual([
      'PACKAGE.REFUSED: Pump board: no slots',
      'PACKAGE.REFUSED: Pump board: fell_back, other numbers',
      'COMMAND.EXPIRED: Pump board did not answer in time, and is not told any more',
      null,
      null,
    ]);
  });
});
