import { crc16 } from '@fettle/frame';
import { provisioningBlock } from './provisioning';

const WHO = { tenant: 't', device: 'd', user: 'u', password: 'p' };

describe('a provisioning block', () => {
  it('ends in the checksum of all before it', () => {
    const block = provisioningBlock(WHO);
    expect(block).toHaveLength(384);
    expect(block.readUInt16BE(382)).toBe(crc16(block, 382));
    expect(block.toString('latin1', 0, 4)).toBe('FTLP');
  });

  it('texts that leave no room for their end are refused by name', () => {
    expect(() => provisioningBlock({ ...WHO, device: 'd'.repeat(47) })).not.toThrow();
    for (const field of ['tenant', 'device', 'user', 'password'] as const)
      expect(() => provisioningBlock({ ...WHO, [field]: 'x'.repeat(96) })).toThrow(field);
  });

  it('a key of another length is refused', () => {
    expect(() => provisioningBlock({ ...WHO, modelKey: new Uint8Array(31) })).toThrow('32');
  });
});
