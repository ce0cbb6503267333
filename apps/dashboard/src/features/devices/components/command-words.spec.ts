import { COMMAND_STATES, PACKAGE_STATES } from '@fettle/contracts';
import {
  COMMAND_STATE_MEANINGS,
  COMMAND_STATE_WORDS,
  commandWords,
  installationWords,
} from './command-words';

describe('words about commands', () => {
  it('each command reads as an order', () => {
    expect(commandWords({ command: 'interval', milliseconds: 10_000 })).toBe('report every 10 s');
    expect(commandWords({ command: 'send_raw', channel: 2 })).toBe('send raw samples of channel 2');
    expect(commandWords({ command: 'identify', seconds: 10 })).toBe('show itself for 10 s');
    expect(commandWords({ command: 'install', package: 'ab'.repeat(16), bytes: 1 })).toBe(
      'install package abababa',
    );
  });

  it('each state has a word and a meaning', () => {
    for (const state of COMMAND_STATES) {
      expect(COMMAND_STATE_WORDS[state]).not.toBe('');
      expect(COMMAND_STATE_MEANINGS[state].length).toBeGreaterThan(10);
    }
  });

  it('an installation says how far it is as exactly as the device does', () => {
    expect(installationWords('receiving', 512, 2048)).toBe('25 % of 2,048 bytes received');
    expect(installationWords('receiving', 512, null)).toBe('512 bytes received');
    expect(installationWords('receiving', null, 2048)).toBe('being received');
    for (const state of PACKAGE_STATES) expect(installationWords(state, null, null)).not.toBe('');
  });
});
