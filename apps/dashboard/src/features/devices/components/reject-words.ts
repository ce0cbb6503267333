import type { RejectReason } from '@fettle/contracts';

/** For each reason why a message did not count: what happened, and what to do about it. */
export const REJECT_WORDS: Readonly<Record<RejectReason, string>> = {
  'FRAME.MALFORMED': 'a frame that cannot be read; check the encoder’s version',
  'FRAME.TOO_LARGE': 'a frame over the size limit; send smaller batches',
  'FRAME.REPLAYED': 'a sequence number that was used before; count on across restarts or raise the boot id',
  'JSON.MALFORMED': 'JSON of another shape than {"ts", "values"}',
  'SPARKPLUG.MALFORMED': 'a Sparkplug payload that cannot be read',
  'STATUS.MALFORMED': 'a status of the device that cannot be read; check its firmware’s version',
  'SNIPPET.MALFORMED': 'raw samples that cannot be read; check the firmware’s version',
  'PACKAGE.UNKNOWN': 'a request for a model package that is not in the store (any more)',
  'TOPIC.NOT_ALLOWED': 'a topic outside the device’s own prefix',
  'TENANT.MISMATCH': 'a topic of another organisation',
  'DEVICE.UNKNOWN': 'a device that is not registered',
  'DEVICE.BAD_CREDENTIALS': 'a wrong password; rotate the credentials if it is lost',
  'DEVICE.DISABLED': 'a message of a disabled device',
  'SIGNAL.UNKNOWN': 'a signal that this kind of machine does not have',
  'SIGNAL.TOO_MANY': 'more own signals than a machine may register',
  'READING.OUT_OF_RANGE': 'a value outside the signal’s physical range',
  'READING.NOT_A_NUMBER': 'a value that is not a number',
  'CLOCK.FUTURE': 'a time in the future; the device’s clock is ahead',
  'CLOCK.PAST': 'a time too far in the past; the device’s clock is behind or reset',
  'QUOTA.READINGS': 'more readings a second than your plan allows',
  'QUOTA.MESSAGES': 'more messages a second than your plan allows',
};
