import { FUSED_ACTIVATIONS, FusedActivation } from '../arithmetic/activation-range';
import { OperatorOptions } from '../graph/model.types';
import { TfliteBackEnd, WrittenOperands } from './operator';
import { Padding } from './windows';

/** The version for 8-bit and 16-bit values, by the type of the first output; 1 for all else. */
export function versionByType(int8: number, int16: number): (operands: WrittenOperands) => number {
  return ({ outputs }) => {
    const type = outputs[0]?.type;
    return type === 'int8' || type === 'uint8' ? int8 : type === 'int16' ? int16 : 1;
  };
}

/** For operators whose options say nothing. */
export function plainTflite<O extends OperatorOptions>(
  optionsType: number,
  int8 = 1,
  int16 = int8,
): TfliteBackEnd<O> {
  return { optionsType, version: versionByType(int8, int16), writeOptions: () => undefined };
}

/** The schema's ActivationFunctionType. */
export function activationCode(activation: FusedActivation): number {
  return FUSED_ACTIVATIONS.indexOf(activation);
}

/** The schema's Padding. */
export function paddingCode(padding: Padding): number {
  return padding === 'SAME' ? 0 : 1;
}
