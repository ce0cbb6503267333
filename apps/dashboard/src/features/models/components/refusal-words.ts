/** What to do about each reason for which a model is not taken. */
const WAYS: Readonly<Record<string, string>> = {
  'TINYML.MALFORMED': 'The file is no TensorFlow Lite model, or it is damaged: export it again.',
  'TINYML.OPERATOR_UNSUPPORTED': 'Replace that operator before converting; the others are fine up to there.',
  'TINYML.OPERATOR_REFUSED': 'Convert it with full int8 quantisation and fixed shapes.',
  'TINYML.TOO_LARGE': 'It asks for more than a microcontroller has.',
  'INPUT.TOO_LARGE': 'Prune or quantise it first: fettle model compress.',
  'INPUT.UNSUPPORTED_TYPE': 'The file is empty.',
  'INPUT.INVALID': 'Change that field and try again.',
  'MODEL.EXISTS': 'It is in the list already.',
  'MODEL.TOO_SLOW': 'One run of it takes far longer than a device has.',
  'QUOTA.STORAGE': 'Delete a model that nothing runs, then try again.',
  'ROLE.TOO_LOW': 'Uploading takes the role of an operator.',
  'NETWORK.UNREACHABLE': 'Try again once the network is back.',
};

/** A way on after a refusal; empty where the message says it all. */
export function refusalWay(code: string): string {
  return WAYS[code] ?? '';
}
