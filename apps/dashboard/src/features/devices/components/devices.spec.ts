import { REJECT_REASONS } from '@fettle/contracts';
import { cLines, mosquittoLine, pythonLines, shellWord } from './connection-lines';
import { REJECT_WORDS } from './reject-words';

const mqtt = {
  host: '127.0.0.1',
  port: 1883,
  clientId: 'd-1',
  username: 'user',
  password: `p'a$s "w`,
  topics: {
    frames: 'f',
    json: 'fettle/v1/t/d/json',
    sparkplug: 's',
    status: 'st',
    events: 'e',
    commands: 'c',
    models: 'm',
  },
};

describe('lines to copy', () => {
  it('leave nothing outside quotes for a shell to act on', () => {
    for (const text of [mqtt.password, '$(reboot)', '`id`', 'a b', "'", '', 'a;b', 'a\nb']) {
      const word = shellWord(text);
      // A word of quoted parts and escaped quotes, which unquoted gives the text back (POSIX 2.2.2).
      expect(word).toMatch(/^('[^']*'(\\')?)+$/);
      expect(word.replaceAll("'\\''", '\0').replaceAll("'", '').replaceAll('\0', "'")).toBe(text);
    }
  });
  it('leave plain words as they are, so that a line stays readable', () => {
    expect(shellWord('fettle/v1/t-1/d_2/json')).toBe('fettle/v1/t-1/d_2/json');
  });
  it('name topic, signal and quality of service 1 in each language', () => {
    const shell = mosquittoLine(mqtt, 'vibration_rms', 1.2);
    expect(shell).toContain('-q 1');
    for (const lines of [
      shell,
      pythonLines(mqtt, 'vibration_rms', 1.2),
      cLines(mqtt, 'vibration_rms', 1.2),
    ]) {
      expect(lines).toContain('fettle/v1/t/d/json');
      expect(lines).toContain('vibration_rms');
    }
  });
});

describe('reasons', () => {
  it('are each explained', () => {
    for (const reason of REJECT_REASONS) expect(REJECT_WORDS[reason].length).toBeGreaterThan(10);
  });
});
